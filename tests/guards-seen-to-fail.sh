#!/usr/bin/env bash
# Breaks a copy of the tree in every way that tests/integration/{rules,clean,guards,architecture}.rs are there to catch,
# one way at a time, and says whether it was caught. A guard that nobody has seen fail is a guess.
#
#     tests/guards-seen-to-fail.sh           everything; takes some minutes
#     tests/guards-seen-to-fail.sh fix       only the breaks whose names have `fix` in them
#
# A break counts as caught if the test that is meant for it fails and says what is wrong, in words that it did not say
# before the break. GUARDS_DIR keeps the copy and what was built in it for the next time.

set -eu
export LC_ALL=C INSTA_UPDATE=no RUST_BACKTRACE=0 CARGO_TERM_COLOR=never
unset CORPLINT_RULE || true

only=${1:-}
here=$(cd "$(dirname "$0")/.." && pwd)
if [ -n "${GUARDS_DIR:-}" ]; then
    mkdir -p "$GUARDS_DIR"
    dir=$(cd "$GUARDS_DIR" && pwd)
else
    dir=$(mktemp -d)
    trap 'rm -rf "$dir"' EXIT
fi
pristine=$dir/pristine
tree=$dir/tree
export CARGO_TARGET_DIR=$dir/target

# --- The copy -------------------------------------------------------------------------------------------------------

rm -rf "$pristine" "$tree"
mkdir -p "$pristine"
(cd "$here" && tar -cf - --exclude=./target --exclude=./.git .) | (cd "$pristine" && tar -xf -)
cp -R "$pristine" "$tree"
cd "$tree"

built=$(cargo test --test integration --no-run --message-format=json 2>"$dir/build.log" |
    sed -n 's/.*"executable":"\([^"]*integration-[^"]*\)".*/\1/p')
if [ -z "$built" ]; then
    echo "the tree does not compile as it is:" >&2
    cat "$dir/build.log" >&2
    exit 2
fi
cp "$built" "$dir/integration"
if "$dir/integration" architecture:: clean:: guards:: rules:: >"$dir/before.log" 2>&1; then
    echo "before any break: all guards pass"
else
    echo "before any break: some guards fail already; a break counts by the words that are new"
fi

# --- Ways to break --------------------------------------------------------------------------------------------------

nothing="a break that changed nothing"
: >"$dir/touched"

# touch_path PATH: remembers what is to be made whole again; in a file, since some of this runs in pipes.
touch_path() {
    printf '%s\n' "$1" >>"$dir/touched"
}

# change FILE SED-SCRIPT: edits a file; it is an error if that changes nothing.
change() {
    if [ ! -f "$1" ]; then
        echo "      no file of the source is what this script expects: $2" >&2
        touch_path "$nothing"
        return 0
    fi
    touch_path "$1"
    sed -e "$2" "$1" >"$dir/changed"
    if cmp -s "$dir/changed" "$1"; then
        echo "      $1 is no longer what this script expects: $2" >&2
        touch_path "$nothing"
    fi
    cat "$dir/changed" >"$1"
}

# insert FILE PATTERN LINES: puts lines before the first line that has the pattern in it.
insert() {
    if ! grep -qF -- "$2" "$1"; then
        echo "      no file of the source is what this script expects: $2" >&2
        touch_path "$nothing"
        return 0
    fi
    touch_path "$1"
    LINES_TO_PUT=$3 awk -v pattern="$2" '!done && index($0, pattern) { print ENVIRON["LINES_TO_PUT"]; done = 1 } 1' \
        "$1" >"$dir/changed"
    cat "$dir/changed" >"$1"
}

# holding TEXT: the file of the source that has the text in it, wherever it was moved to.
holding() {
    grep -rlF -- "$1" src | head -n 1
}

# put FILE: makes a file of standard input; append FILE: adds it at the end.
put() {
    touch_path "$1"
    mkdir -p "$(dirname "$1")"
    cat >"$1"
}
append() {
    touch_path "$1"
    cat >>"$1"
}

# drop PATH: takes away a file or folder.
drop() {
    touch_path "$1"
    rm -rf "$1"
}

# restore: makes the tree whole again. Files are written anew, so that cargo sees the change.
restore() {
    local path
    while read -r path; do
        rm -rf "${tree:?}/$path"
        if [ -e "$pristine/$path" ]; then
            cp -R "$pristine/$path" "$tree/$path"
            find "$tree/$path" -type f -exec touch {} +
        fi
    done <"$dir/touched"
    : >"$dir/touched"
}

# --- What is said about a break -------------------------------------------------------------------------------------

breaks=0
missed=0

# wanted NAME: begins a break, unless only others are asked for.
wanted() {
    name=$1
    case "$name" in *"$only"*) return 0 ;; *) return 1 ;; esac
}

# verdict WORDS STATUS: reads the output of the test from $dir/log.
verdict() {
    breaks=$((breaks + 1))
    if grep -qxF "$nothing" "$dir/touched"; then
        status="NOT CAUGHT (the break itself failed)"
    elif [ "$2" = 0 ]; then
        status="NOT CAUGHT (the test passed)"
    elif grep -qF -- "$1" "$dir/before.log"; then
        status="NOT CAUGHT (the same was said before the break)"
    elif grep -qF -- "$1" "$dir/log"; then
        status="caught"
    else
        status="NOT CAUGHT (the test failed for another reason)"
    fi
    printf '%-10s %s\n' "${status%% (*}" "$name"
    if [ "$status" = caught ]; then
        grep -F -m 1 -- "$1" "$dir/log" | cut -c 1-300 | sed 's/^/             /'
    else
        missed=$((missed + 1))
        echo "           $status; expected: $1"
        tail -n 40 "$dir/log" | cut -c 1-300 | sed 's/^/           | /'
    fi
    restore
}

# caught TEST WORDS: for breaks of what is read when the tests run, which need no new build.
caught() {
    local status=0
    "$dir/integration" --exact "$1" >"$dir/log" 2>&1 || status=$?
    verdict "$2" "$status"
}

# caught_built TEST WORDS: for breaks of the source.
caught_built() {
    local status=0
    cargo test --quiet --test integration -- --exact "$1" >"$dir/log" 2>&1 || status=$?
    verdict "$2" "$status"
}

rule=src/rules/identity/missing_id.rs
doc="documentation of \`missing-id\` ($rule):"
empty=src/rules/format/empty_document.rs
list=src/rules/mod.rs
fixtures=fixtures/rules/missing-id

# --- Fixtures -------------------------------------------------------------------------------------------------------

if wanted "a rule without fixtures"; then
    drop $fixtures
    caught guards::every_rule_has_fixtures "\`missing-id\` ($rule) has no fixture in $fixtures/ of these: \`fires-"
fi
if wanted "a rule without silent fixtures"; then
    for file in $fixtures/silent-*; do drop "$file"; done
    caught guards::every_rule_has_fixtures "has no fixture in $fixtures/ of these: \`silent-"
fi
if wanted "fixtures without a rule"; then
    printf '<<<FILE>>> a\nText.\n' | put fixtures/rules/planted-rule/fires-x.corpus
    caught guards::every_fixture_is_used "fixtures/rules/planted-rule: there is no rule with this id"
fi
if wanted "a fixture with a name that no test looks for"; then
    printf '<<<FILE>>> a\nText.\n' | put $fixtures/invalid-x.corpus
    caught guards::every_fixture_is_used "$fixtures/invalid-x.corpus: no test reads this"
fi
if wanted "a snapshot without its fixture"; then
    printf 'x' | put $fixtures/fires-planted.snap
    caught guards::every_fixture_is_used "$fixtures/fires-planted.snap: there is no fixture of this name"
fi
if wanted "a fixture on which the rule does not fire"; then
    printf '<<<FILE>>> a\nText.\n' | put $fixtures/fires-planted.corpus
    caught rules::a_rule_fires_on_its_fixtures_and_says_what_it_said \
        "$fixtures/fires-planted.corpus: \`missing-id\` does not fire"
fi
if wanted "a silent fixture on which a rule fires"; then
    printf '<<<FILE>>>\nText.\n' | put $fixtures/silent-planted.corpus
    caught rules::no_rule_speaks_where_silence_is_right "$fixtures/silent-planted.corpus: no rule may report"
fi
if wanted "a silent fixture on which another rule fires"; then
    printf '<<<FILE>>> a\n<<<FILE>>> b\nText.\n' | put $fixtures/silent-planted.corpus
    caught rules::no_rule_speaks_where_silence_is_right "$fixtures/silent-planted.corpus: no rule may report"
fi
if wanted "a folder of fixtures that is empty"; then
    touch_path $fixtures/fires-planted
    mkdir -p $fixtures/fires-planted
    caught rules::findings_come_in_order "$fixtures/fires-planted is an empty folder"
fi
if wanted "a snapshot that says something else"; then
    change $fixtures/fires-nothing-after-the-marker.snap 's/document without an id/document with an id/'
    caught rules::a_rule_fires_on_its_fixtures_and_says_what_it_said \
        "$fixtures/fires-nothing-after-the-marker.corpus: the findings are not those of"
fi
if wanted "no clean text"; then
    for file in fixtures/clean/*; do drop "$file"; done
    caught clean::clean_text_has_no_findings "fixtures/clean has 0 files"
fi

# --- The tree -------------------------------------------------------------------------------------------------------

if wanted "a rule that is not in mod.rs"; then
    sed -e 's/missing-id/planted-rule/; s/MissingId/PlantedRule/' $rule | put src/rules/identity/planted_rule.rs
    caught guards::every_rule_is_in_the_registry \
        "src/rules/identity/planted_rule.rs declares a rule that never runs: add its line \`pub(super) mod planted_rule;\`"
fi
if wanted "two rules in one file"; then
    printf 'declare_rule! {\n' | append $rule
    caught guards::every_rule_is_in_the_registry "$rule declares 2 rules"
fi
if wanted "a rule whose declaration is hidden"; then
    change $rule 's/^declare_rule!/crate::rule::declare_rule!/'
    caught guards::every_rule_is_in_the_registry "$rule is registered and declares no rule"
fi
if wanted "mod lines out of order"; then
    insert $list 'mod missing_id;' '    pub(super) mod zz;'
    caught guards::lists_of_rules_are_sorted "the modules of a category are not sorted: \`missing_id\`"
fi
if wanted "an example with a configuration that is not tested"; then
    change fixtures/rules/missing-attribute/corplint.toml 's/^license\.required/title.required/'
    caught guards::configurations_of_examples_are_those_that_are_tested \
        "\`license.required = true\` is not in fixtures/rules/missing-attribute/corplint.toml"
fi
if wanted "categories out of order"; then
    insert $list 'mod identity {' 'mod zz {
}'
    caught guards::lists_of_rules_are_sorted "the categories are not sorted: \`identity\`"
fi
if wanted "shared modules out of order"; then
    insert $list '/// Every rule, in the order of ids.' 'mod zz;
mod zy;'
    caught guards::lists_of_rules_are_sorted "the modules that rules share are not sorted: \`zy\`"
fi
if wanted "a rule that sees the run"; then
    insert $rule 'use crate::span' 'use crate::linter::Options;'
    caught architecture::rooms_use_what_they_may "$rule uses \`linter::Options\`"
fi
if wanted "a rule that sees another rule"; then
    insert $rule 'use crate::span' 'use super::duplicate_id::DuplicateId;'
    caught architecture::rooms_use_what_they_may "$rule uses \`rules::identity::duplicate_id::DuplicateId\`"
fi
if wanted "a rule that sees the registry"; then
    insert $rule 'use crate::span' 'use crate::rules::{self as registry};'
    caught architecture::rooms_use_what_they_may "$rule uses \`rules\`"
fi
if wanted "an arrow against the flow"; then
    insert src/span.rs 'use std::ops::Range;' 'use crate::{source::Source, syntax::Tree};'
    caught architecture::rooms_use_what_they_may "src/span.rs uses \`syntax::Tree\`"
fi
if wanted "an arrow without an import"; then
    printf 'fn planted() -> usize { super::rules::ALL.len() }\n' | append src/span.rs
    caught architecture::rooms_use_what_they_may "src/span.rs uses \`rules::ALL\`"
fi
if wanted "more of a room than is allowed"; then
    insert src/diagnostic.rs 'use crate::rule::RuleMeta;' 'use crate::rule::Report;'
    caught architecture::rooms_use_what_they_may "src/diagnostic.rs uses \`rule::Report\`"
fi
if wanted "a room that is not on the map"; then
    printf '//! Planted.\n' | put src/telemetry/mod.rs
    caught architecture::rooms_use_what_they_may "\`telemetry\` is a new room"
fi
if wanted "a room of the map that is not there"; then
    change ARCHITECTURE.md 's/^span: -$/span: telemetry/'
    caught architecture::every_room_of_the_map_exists "speaks of \`telemetry\`"
fi
if wanted "a room that may use what it does not"; then
    change ARCHITECTURE.md 's/^span: -$/span: hash/'
    caught architecture::rooms_use_all_that_they_may "says that \`span\` may use \`hash\`"
fi
if wanted "a map without rooms"; then
    change ARCHITECTURE.md 's/^```rooms$/```text/'
    caught architecture::rooms_use_what_they_may "ARCHITECTURE.md has a block that begins with"
fi
if wanted "a line of the map that says nothing"; then
    change ARCHITECTURE.md 's/^span: -$/span may use nothing/'
    caught architecture::rooms_use_what_they_may "\`span may use nothing\` is neither"
fi
for pair in nom:src/source/mod.rs miette:src/fix.rs walkdir:src/config/mod.rs clap:src/output/mod.rs; do
    library=${pair%%:*} file=${pair#*:}
    if wanted "$library where it does not belong"; then
        printf 'fn planted() { let _ = %s::planted(); }\n' "$library" | append "$file"
        caught architecture::libraries_stay_in_their_rooms "$file names \`$library\`"
    fi
done
if wanted "a file that does not say what it is for"; then
    change src/span.rs '1,/^$/d'
    caught architecture::every_file_says_what_it_is_for "src/span.rs: begin the file"
fi
if wanted "a file that is too long"; then
    yes '// More.' | head -n 700 | append src/span.rs
    caught architecture::files_of_the_source_are_short "src/span.rs has "
fi
for unfinished in todo unimplemented dbg; do
    if wanted "$unfinished left in the source"; then
        printf 'fn planted() { %s!(); }\n' $unfinished | append src/span.rs
        caught architecture::nothing_is_left_unfinished "src/span.rs has \`$unfinished!\` in it"
    fi
done
for folder in home root work; do
    if wanted "a path of a machine, /$folder"; then
        printf 'See /%s/planted/file.\n' $folder | put planted.md
        caught architecture::no_file_knows_the_machine_it_was_written_on \
            "planted.md:1 has the path of a folder under /$folder"
    fi
done
if wanted "the name of a private host"; then
    printf 'index = "sparse+https://%s.example.net/index/"\n' artifactory | put .cargo/config.toml
    caught architecture::no_file_knows_the_machine_it_was_written_on \
        ".cargo/config.toml:1 has the name of a host that others cannot reach"
fi
if wanted "a lock file from a mirror"; then
    change Cargo.lock 's|github.com/rust-lang/crates.io-index|mirror.example.net/index|'
    caught architecture::no_file_knows_the_machine_it_was_written_on "is not crates.io"
fi
if wanted "fixtures that Git rewrites"; then
    change .gitattributes '/-text/d'
    caught architecture::git_keeps_its_hands_off_fixtures "fixtures/clean/en.corpus: add a line"
fi

# --- What is known of a rule ----------------------------------------------------------------------------------------

if wanted "a rule in mod.rs that is not in ALL"; then
    change $list '/Document(&identity::missing_id::MissingId),/d'
    caught_built guards::every_rule_is_in_the_registry "$rule declares a rule that never runs: add its line in \`ALL\`"
fi
if wanted "ALL out of order"; then
    change $list '/Document(&identity::missing_id::MissingId),/d'
    insert $list 'Corpus(&identity::duplicate_id::DuplicateId),' '    Document(&identity::missing_id::MissingId),'
    caught_built guards::lists_of_rules_are_sorted "the entries of \`ALL\` are not sorted"
fi
if wanted "a rule that is not found by its id"; then
    change $list '/Document(&identity::missing_id::MissingId),/d'
    insert $list 'Corpus(&identity::duplicate_id::DuplicateId),' '    Document(&identity::missing_id::MissingId),'
    caught_built guards::a_rule_is_found_by_its_id "does not find the rule"
fi
if wanted "a rule in the folder of another category"; then
    change $rule 's/category: Identity/category: Privacy/'
    caught_built guards::a_rule_is_found_by_its_id "move it to src/rules/privacy/missing_id.rs"
fi
if wanted "a file with another name than its rule"; then
    change $rule 's/id: "missing-id"/id: "missing-ident"/'
    caught_built guards::a_rule_is_found_by_its_id "move it to src/rules/identity/missing_ident.rs"
fi
if wanted "an id that is not in kebab-case"; then
    change $rule 's/id: "missing-id"/id: "missing_id"/'
    caught_built guards::ids_are_names_of_faults "an id is kebab-case"
fi
if wanted "an id that names the cure"; then
    change $rule 's/id: "missing-id"/id: "require-id"/'
    caught_built guards::ids_are_names_of_faults "an id names the fault"
fi
if wanted "an id that two rules have"; then
    change $rule 's/id: "missing-id"/id: "duplicate-id"/'
    caught_built guards::ids_are_names_of_faults "\`duplicate-id\` is the id of two rules"
fi
if wanted "a language that nobody knows"; then
    change $rule 's/languages: &\[\]/languages: \&["tlh"]/'
    caught_built guards::languages_are_known_and_have_data "which is no code that src/lang/mod.rs knows"
fi
if wanted "a language without data"; then
    change $rule 's/languages: &\[\]/languages: \&["la"]/'
    caught_built guards::languages_are_known_and_have_data "\`la\`, for which src/lang has no data"
fi
if wanted "languages out of order"; then
    change $rule 's/languages: &\[\]/languages: \&["fr", "de"]/'
    caught_built guards::languages_are_known_and_have_data "sort its \`languages\`"
fi
if wanted "a rule from the future"; then
    change $rule 's/since: "[^"]*"/since: "99.0.0"/'
    caught_built guards::since_is_a_version_that_there_is "\`since: \"99.0.0\"\`"
fi
if wanted "a since that is no version"; then
    change $rule 's/since: "[^"]*"/since: "soon"/'
    caught_built guards::since_is_a_version_that_there_is "\`since: \"soon\"\`"
fi

# --- Documentation --------------------------------------------------------------------------------------------------

if wanted "a rule without documentation"; then
    change $rule '/^    \/\/\/ /d; /^    \/\/\/$/d'
    caught_built none "the rule \`missing-id\` has no documentation"
fi
if wanted "documentation without a heading"; then
    change $rule '/## Why/d'
    caught_built guards::documentation_has_its_parts "$doc \`## Why\` is missing"
fi
if wanted "documentation with an empty section"; then
    change $rule '/\/\/\/ None known\./d'
    caught_built guards::documentation_has_its_parts "$doc \`## Exceptions\` is missing, or nothing"
fi
if wanted "documentation out of order"; then
    change $rule 's/## Why/## Planted/; s/## Exceptions/## Why/; s/## Planted/## Exceptions/'
    caught_built guards::documentation_has_its_parts "$doc each heading occurs once, in the order"
fi
if wanted "documentation that does not say what is flagged"; then
    change $rule 's/Flags documents/Finds documents/'
    caught_built guards::documentation_has_its_parts "$doc the first paragraph says what"
fi
if wanted "a summary of two sentences"; then
    change $rule 's/Flags documents without an id\./Flags documents. Those without an id./'
    caught_built guards::documentation_has_its_parts "$doc the first paragraph is one sentence"
fi
if wanted "a summary that is too long"; then
    change $rule "s/Flags documents without an id\\./Flags $(yes 'many' | head -n 40 | tr '\n' ' ')documents./"
    caught_built guards::documentation_has_its_parts "$doc the first paragraph is one sentence of at most"
fi
if wanted "documentation whose reason speaks of what was not named"; then
    change $rule '/## Why/{n;n;s/\/\/\/ /\/\/\/ They do harm. /;}'
    caught_built guards::documentation_has_its_parts "$doc the first sentence of Why names"
fi
if wanted "a line of documentation that is too long"; then
    change $rule "s/None known\\./None $(yes 'that' | head -n 30 | tr '\n' ' ')are known./"
    caught_built guards::documentation_has_its_parts "$doc a line is longer than"
fi
for kind in bad good; do
    if wanted "documentation without a $kind example"; then
        change $rule "s/corpus,$kind/text/"
        caught_built guards::examples_show_what_they_say \
            "there is no example in a block that begins with \`\`\`corpus,$kind"
    fi
done
if wanted "a bad example that is good"; then
    change $rule 's/<<<FILE>>> lang=en/<<<FILE>>> planted lang=en/'
    caught_built guards::examples_show_what_they_say "the rule does not fire on a bad example"
fi
if wanted "a good example that is bad"; then
    change $rule 's/<<<FILE>>> some-text lang=en/<<<FILE>>> lang=en/'
    caught_built guards::examples_show_what_they_say "a good example is one in which no rule reports"
fi

# --- What is said ---------------------------------------------------------------------------------------------------

message='"document without an id"'
if wanted "a message with a capital letter"; then
    change $rule "s/$message/\"Document without an id\"/"
    caught_built guards::messages_read_alike "the message does not begin in lower case"
fi
if wanted "a message with a full stop"; then
    change $rule "s/$message/\"document without an id.\"/"
    caught_built guards::messages_read_alike "the message ends with a full stop"
fi
if wanted "a message with two spaces"; then
    change $rule "s/$message/\"document  without an id\"/"
    caught_built guards::messages_read_alike "the message has two spaces"
fi
if wanted "a message that is too long"; then
    change $rule "s/$message/\"document $(yes 'that' | head -n 30 | tr '\n' ' ')has no id\"/"
    caught_built guards::messages_read_alike "the message is longer than 120 characters"
fi
if wanted "a label with a capital letter"; then
    change $rule 's/"the id belongs here"/"The id belongs here"/'
    caught_built guards::messages_read_alike "the label does not begin in lower case"
fi
if wanted "a finding that does not say what to do"; then
    change $empty '/^ *\.help("/d; s/\(\.label("[^"]*")\)$/\1;/'
    caught_built guards::findings_that_matter_say_what_to_do "\"document without text\" does not say what to do"
fi

# --- Fixes ----------------------------------------------------------------------------------------------------------

# offer ANNOUNCED FIX: lets `empty-document` announce and offer a fix.
offer() {
    change $empty "s/fix: None/fix: $1/; s/\\(\\.help(\"[^\"]*\")\\);/\\1.fix($2);/"
    change $empty 's/SAFE/crate::fix::Fix::safe/; s/EDIT/crate::fix::Edit/g; s/SPAN/document.marker_span()/g'
}
safe='Some(crate::fix::Applicability::Safe)'
insertion='SAFE("planted", [EDIT::insert(document.bytes().len(), "A planted line.\\n")])'

if wanted "a fix of a rule that has none"; then
    offer None "$insertion"
    caught_built rules::a_fix_is_what_its_rule_announces "its \`fix\` is None"
fi
if wanted "a fix that promises too much"; then
    offer 'Some(crate::fix::Applicability::Unsafe)' "$insertion"
    caught_built rules::a_fix_is_what_its_rule_announces "and this one promises more: Safe"
fi
if wanted "a fix that no fixture shows"; then
    change $empty "s/fix: None/fix: $safe/"
    caught_built rules::a_fix_is_what_its_rule_announces "and no fixture shows such a fix"
fi
if wanted "a fix without a title"; then
    offer "$safe" 'SAFE("", [EDIT::delete(SPAN)])'
    caught_built rules::a_fix_is_what_its_rule_announces "it has no title"
fi
if wanted "a fix without edits"; then
    offer "$safe" 'SAFE("planted", [])'
    caught_built rules::a_fix_is_what_its_rule_announces "it has no edits"
fi
if wanted "a fix with edits that overlap"; then
    offer "$safe" 'SAFE("planted", [EDIT::delete(SPAN), EDIT::delete(SPAN)])'
    caught_built rules::a_fix_is_what_its_rule_announces "overlap, or are not in order"
fi
if wanted "a fix that changes nothing"; then
    offer "$safe" 'SAFE("planted", [EDIT::replace(SPAN, SPAN.of(document.bytes()))])'
    caught_built rules::a_fix_is_what_its_rule_announces "the same bytes again"
fi
if wanted "a fix that does not clear its finding"; then
    offer "$safe" 'SAFE("planted", [EDIT::insert(document.bytes().len(), "\\n")])'
    caught_built rules::a_fix_clears_its_finding_and_brings_no_other "the finding is still there after the fix"
fi
if wanted "a fix that comes to no end"; then
    offer "$safe" 'SAFE("planted", [EDIT::insert(document.bytes().len(), "\\n")])'
    caught_built rules::fixes_come_to_an_end "after 10 rounds of the fixes of empty-document"
fi
if wanted "a fix that brings another finding"; then
    offer "$safe" 'SAFE("planted", [EDIT::replace(SPAN, "<<<FILE>>>\\nA planted line.")])'
    caught_built rules::a_fix_clears_its_finding_and_brings_no_other \
        "the fix brings a finding that was not there: [missing-id]"
fi
if wanted "a fix that swallows the next document"; then
    offer "$safe" 'SAFE("planted", [EDIT::delete(crate::span::Span::new(SPAN.end, document.bytes().len()))])'
    caught_built rules::a_fix_leaves_other_documents_alone \
        "the fix changes more than the document that the finding is in"
fi

# --- The run --------------------------------------------------------------------------------------------------------

if wanted "a rule that fires on clean text"; then
    change $empty 's/head(1)\.next()\.is_none()/head(1).next().is_some()/'
    caught_built clean::clean_text_has_no_findings "fixtures/clean/en.corpus, as it is: this is clean text"
fi
if wanted "a rule that fires where the language is not said"; then
    change $empty 's/if document\.head/if document.attribute("lang").is_none() || document.head/'
    caught_built clean::clean_text_has_no_findings_where_the_language_is_not_said \
        "fixtures/clean/en.corpus, without \`lang\`"
fi
if wanted "findings out of order"; then
    change "$(holding 'Outcome { diagnostics, counts')" 's/Outcome { diagnostics, counts/Outcome { diagnostics: diagnostics.into_iter().rev().collect(), counts/'
    caught_built rules::findings_come_in_order "not in the order of file, place, rule and message"
fi
if wanted "findings that depend on blocks"; then
    change "$(holding ' lines += counted.lines;')" 's/ lines += counted\.lines;/ lines = counted.lines;/'
    caught_built rules::blocks_and_threads_make_no_difference "other findings in blocks of 1 bytes on 1 threads"
fi
if wanted "findings that depend on threads"; then
    insert "$(holding 'let tasks = Tasks::new(')" 'let tasks = Tasks::new(' \
        '    if rayon::current_num_threads() == 2 { return Survey::default(); }'
    caught_built rules::blocks_and_threads_make_no_difference "bytes on 2 threads"
fi
for kind in gz zst; do
    if wanted "a .$kind file that is not decompressed"; then
        change "$(holding "Some(\"$kind\") =>")" "s/Some(\"$kind\") =>/Some(\"planted\") =>/"
        caught_built rules::where_the_bytes_come_from_makes_no_difference \
            "other findings when it is read from a \`.corpus.$kind\` file"
    fi
done

# --------------------------------------------------------------------------------------------------------------------

echo "$breaks breaks, $missed not caught"
[ "$missed" = 0 ]

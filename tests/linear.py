#!/usr/bin/env python3
"""No run takes longer than its input's size says: `tests/linear.py [--full] [--program PATH] [--jobs N] [NAME…]`.

Makes hostile corpora of very many shapes, each once small and once four times as large, runs corplint on both, and
measures the processor time and the largest resident memory of each run. Time that grows with the square of a line, a
document or a list makes it sixteen times as long; what grows by more than GROWTH is said, as is memory of more than BYTES
times the input (more where fixes are held). The time of the machine's clock plays no part, so that other work on the
machine does little harm; a case that seems to fail is measured again, with four times as much, and fails if it fails each
time.

Without `--full`, a selection of the shapes is run with `check` and all rules: under a minute on two cores. With it, each
shape, and each other command on a selection. Names are parts of the names of cases: `line` or `fix` or `"( "`.
"""

import argparse
import concurrent.futures
import itertools
import os
import random
import resource
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KIB, MIB = 1 << 10, 1 << 20
# How many times as long a run may take with four times the input: 4, and what is lost to caches and to small times.
GROWTH = 6.5
# How many bytes of memory a run may take for each byte of input, beside what runs of any size may take.
BYTES, BASE = 20, 64 * MIB
# The same for runs that hold the whole file and its fixes, of which there may be one for every three bytes; a diff of them
# holds the lines of the file as it was and as it is.
BYTES_OF = {"fix": 48, "fix-diff": 96}
# A run of the large corpus that takes less than this, in seconds, is not looked at more closely: there is nothing to hold.
NOTICED = 0.25
# No run takes more, in seconds for each MiB of the large corpus and each time that the program is started: also not where
# that does not grow, as with a line for all documents that may be 64 KiB long.
SLOWEST = 12
# A run that takes longer than this, in seconds of processor time, is ended, and fails.
ENDED = 10
RETRIES = 3

HEAD = b"<<<FILE>>> a lang=%s\n"
PROSE = b"The council met on Tuesday and talked about the bridge over the river near the old market. "


def sized(piece, size):
    """`piece` again and again, `size` bytes in all."""
    return (piece * (size // len(piece) + 1))[:size]


# How a piece is laid out. Each takes the piece, the language and the size.
def line(piece, lang, size):
    return HEAD % lang + PROSE + sized(piece, size) + b"\n" + PROSE + b"\n"


def spaced(piece, lang, size):
    return HEAD % lang + PROSE + sized(piece + b" ", size) + b"\n"


def words(piece, lang, size):
    return HEAD % lang + sized(b"the word " + piece + b" stood", size) + b"\n"


def glued(piece, lang, size):
    return HEAD % lang + PROSE + sized(b"A" + piece + b"b", size) + b"\n"


def lines(piece, lang, size):
    return HEAD % lang + sized(piece + b"\n", size) + b"\n"


def sentences(piece, lang, size):
    return HEAD % lang + sized(b"The council " + piece + b" met.\n", size) + b"\n"


def bare(piece, lang, size):
    return sized(piece, size)


def documents(piece, lang, size):
    each, made, left = [], 0, size
    while left > 0:
        text = HEAD[:11] + b"d%d lang=%s\n%s\n" % (made, lang, piece * 3)
        each.append(text)
        made, left = made + 1, left - len(text)
    return b"".join(each)


def marked(piece, lang, size):
    return HEAD % lang + (PROSE + b"\n") * 6 + sized(b"### " + piece + b"\n", size) + b"\n"


def behind(first, second, size):
    return HEAD % b"en" + PROSE + sized(first, size // 2) + sized(second, size // 2) + b"\n"


LAYOUTS = [line, spaced, words, glued, lines, sentences, bare, documents]

PIECES = {
    **{sign: sign.encode() for sign in "()[]{}<>\"'«»“”„‹›‘’…·•.,;:!?¿¡-–—/\\|@#&%*_~=+^$`0a"},
    "space": b" ",
    "tab": b"\t",
    "NBSP": "\u00a0".encode(),
    "narrow NBSP": "\u202f".encode(),
    "ideographic space": "\u3000".encode(),
    "thin space": "\u2009".encode(),
    "ZWSP": "\u200b".encode(),
    "ZWJ": "\u200d".encode(),
    "ZWNJ": "\u200c".encode(),
    "soft hyphen": "\u00ad".encode(),
    "word joiner": "\u2060".encode(),
    "BOM": "\ufeff".encode(),
    "CR": b"\r",
    "CRLF": b"x\r\n",
    "LF": b"\n",
    "NUL": b"\0",
    "ESC": b"\x1b",
    "colour": b"\x1b[31m",
    "BEL": b"\x07",
    "backspace": b"a\x08",
    "C1": "\u0085".encode(),
    "U+0092": "\u0092".encode(),
    "acute": "\u0301".encode(),
    "e and acute": "e\u0301".encode(),
    "acute and cedilla": "\u0301\u0327".encode(),
    "Hangul jamo": "\u1100\u1161\u11a8".encode(),
    "RLO": "\u202e".encode(),
    "RLE": "\u202b".encode(),
    "LRI": "\u2066".encode(),
    "PDF": "\u202c".encode(),
    "PDI": "\u2069".encode(),
    "RLM": "\u200f".encode(),
    "LRI and PDI": "\u2066a\u2069".encode(),
    "Hebrew": "שלום".encode(),
    "Arabic": "سلام".encode(),
    "Chinese": "市議会は".encode(),
    "Thai": "ภาษาไทย".encode(),
    "Cyrillic": "Совет".encode(),
    "Greek": "Βουλή".encode(),
    # Many words in one run of Greek, with a letter of Latin at its end.
    "Greek dots": ("α\u0387" * 4000 + "a").encode(),
    "scripts": "аaбb".encode(),
    "lookalike": "pаypаl".encode(),
    "emoji": "😀".encode(),
    "family": "👨‍👩‍👧".encode(),
    "flag": "🇫🇷".encode(),
    "variation selector": "\ufe0f".encode(),
    "tag character": "\U000e0041".encode(),
    "surrogates": b"\xed\xa0\x80\xed\xb0\x80",
    "surrogate": b"\xed\xa0\x80",
    "0xFF": b"\xff",
    "0xC3": b"\xc3",
    "0x92": b"it\x92s",
    "U+FFFD": "\ufffd".encode(),
    "noncharacter": "\ufffe".encode(),
    "private use": "\ue000".encode(),
    "unassigned": "\u0378".encode(),
    "line separator": "\u2028".encode(),
    "ligature": "ﬁ".encode(),
    "full width": "ＡＢ".encode(),
    "ordinal": "º".encode(),
    "entity": b"&eacute;",
    "number of a character": b"&#8217;",
    "entity twice": b"&amp;amp;eacute;",
    "entity without end": b"&eacute",
    "number without end": b"&#82",
    "&amp;": b"&amp;",
    "&amp": b"&amp",
    "\\u": b"\\u00e9",
    "\\ud": b"\\ud83d",
    "\\ud pair": b"\\ud83d\\ude00",
    "\\x": b"\\xe9",
    "\\x c3": b"\\xc3\\xa9",
    "\\n": b"\\n",
    "\\t": b"\\t",
    ",\\n": b",\\n",
    "x\\r": b"x\\r",
    "\\\"": b'\\"',
    "\\u{": b"\\u{",
    "%C3": b"%C3%A9",
    "mojibake": "Ã©".encode(),
    "mojibake word": "cafÃ© ".encode(),
    "mojibake quote": "â€™".encode(),
    "mojibake twice": "ÃƒÂ©".encode(),
    "mojibake lead": "Ã".encode(),
    "mojibake lead 3": "â".encode(),
    "mojibake lead 4": "ðŸ".encode(),
    "mojibake Cyrillic": "Ð¡Ð¾".encode(),
    "mojibake 1251": "РЎРѕ".encode(),
    "mojibake Mac": "√©".encode(),
    "mojibake and space": "Ã ".encode(),
    "<<<": b"<<<",
    ">>>": b">>>",
    "<<<FILE>>>": b"<<<FILE>>>",
    "<<<FILE>>> line": b"<<<FILE>>> x\n",
    "<<<FILE>>> same": b"<<<FILE>>> x\nWord.\n",
    "<<<file>>>": b"<<<file>>> x\n",
    "<<FILE>>": b"<<FILE>> x\n",
    "<<<<FILE>>>>": b"<<<<FILE>>>> x\n",
    "<<<FILE: x>>>": b"<<<FILE: x>>>\n",
    "<<<FILE name": b"<<<FILE name=\"x\">>>\n",
    "<<<FILE": b"<<<FILE\n",
    "<<<ENDFILE>>>": b"<<<ENDFILE>>>\n",
    "<<<END>>>": b"<<<END>>>\n",
    "<<<END>>> files": b"<<<END>>> files=1\n",
    "<<<CORPUS>>>": b"<<<CORPUS>>> version=1\n",
    "<<<NOTE>>>": b"<<<NOTE>>>\n",
    "escaped marker": b"\\<<<FILE>>>\n",
    "full-width marker": "＜＜＜FILE＞＞＞ x\n".encode(),
    "indented marker": b"  <<<FILE>>> x\n",
    "conflict": b"<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n",
    "conflict begun": b"<<<<<<< HEAD\n",
    "conflict ended": b">>>>>>> main\n",
    "=======": b"=======\n",
    "tag": b"<b>",
    "tag without end": b"<b ",
    "tag with attribute": b"<a href=\"",
    "closing tag": b"</b>",
    "comment": b"<!--",
    "comment closed": b"<!-- x -->",
    "script": b"<script>",
    "CDATA": b"<![CDATA[",
    "BB code": b"[b]",
    "BB code quote": b"[quote=",
    "wiki link": b"[[x|",
    "wiki template": b"{{x|",
    "Markdown link": b"[x](",
    "Markdown link whole": b"[x](http://a.be)",
    "Markdown image": b"![x](y",
    "Markdown bold": b"**",
    "Markdown bold word": b"**x** ",
    "Markdown rule": b"---\n",
    "Markdown heading": b"# x\n",
    "Markdown table": b"|---|---|\n",
    "table row": b"a | b | c\n",
    "bar": b"a | ",
    "URL": b"https://www.example.org/a?b=c&d=e#f ",
    "URL glued": b"http://",
    "www.": b"www.",
    "domain": b"a.example.org.",
    "e-mail": b"a.b@example.org ",
    "e-mail glued": b"a@b.",
    "e-mail local": b"a.b+c-d_",
    "e-mail signs": b"a@",
    "e-mail hidden": b"[email protected]",
    "telephone": b"+33 1 23 45 67 89 ",
    "telephone glued": b"+33",
    "telephone brackets": b"(030) 123-",
    "telephone signs": b"1-",
    "IBAN": b"DE89370400440532013000 ",
    "IBAN spaced": b"DE89 3704 0044 0532 0130 00 ",
    "IBAN begun": b"DE89",
    "card": b"4111111111111111 ",
    "card glued": b"4111111111111111",
    "card spaced": b"4111 1111 1111 1111 ",
    "card dashed": b"4111-1111-",
    "digits": b"1234567890",
    "number": b"1 000 ",
    "number with dots": b"1.000.",
    "number with commas": b"1,",
    "date": b"12 March 2024, ",
    "date with dots": b"12.03.2024 ",
    "date with dashes": b"2024-03-12 ",
    "date with slashes": b"12/03/2024",
    "time": b"12:30 ",
    "time glued": b"12:",
    "{{": b"{{",
    "{{x}}": b"{{x}} ",
    "${": b"${",
    "${x}": b"${x}",
    "%s": b"%s",
    "%(": b"%(x",
    "<%": b"<%",
    "[object Object]": b"[object Object]",
    "[object": b"[object ",
    "undefined": b"undefined ",
    "NaN": b"NaN ",
    "lorem": b"Lorem ipsum dolor sit amet ",
    "function": b"function(){",
    "var": b"var x = 1;",
    "JSON": b"{\"a\":",
    "JSON array": b"[\"a\",",
    "CSS": b"a{b:c;",
    "[...]": b"[...] ",
    "(...)": b"(...)",
    "[…]": "[…]".encode(),
    "...": b"... ",
    "[+1 chars]": b"[+2829 chars]",
    "( ": b"( ",
    "( )": b"( ) ",
    "()": b"() ",
    "[ ]": b"[ ] ",
    "((a": b"((a",
    "\"\"": b"\"\" ",
    "“”": "“” ".encode(),
    "„“": "„“ ".encode(),
    "« »": "« » ".encode(),
    "«a": "«a ".encode(),
    "\"a": b"\"a ",
    "'a": b"'a ",
    "a'": b"a'",
    "a’": "a’".encode(),
    " ,": b" ,",
    " .": b" . ",
    ".,": b".,",
    ",,": b",, ",
    " :": b"a : b ",
    ".A": b".A",
    ".Ab": b"end.The ",
    ".\"A": b".\"A",
    ".”A": ".”A".encode(),
    "end.The": b"end.The",
    "townThe": b"townThe",
    "aaaB": b"aaaB",
    "town.aaaB": b"town.aaaB",
    "function()": b"function(){ ",
    "function(": b"function(",
    "aB": b"aB",
    "townThe bridge": b"townThe bridge ",
    "a-": b"a-",
    "a- ": b"a- ",
    "-a": b"-a ",
    ". -a": b". -a",
    "exam- ple": b"exam- ple ",
    "hyphen at end": b"exam-\nple ",
    "double space": b"a  b ",
    "a tab b": b"a\tb ",
    "spaces at end": b"a   \n",
    "blank lines": b"a\n\n\n\n",
    "the the": b"the the ",
    "a a": b"a a a ",
    "letters": b"a b c d e ",
    "capitals": b"A B C ",
    "A.": b"A. ",
    "Mr.": b"Mr. ",
    "Capital Words": b"Anna Maria ",
    "CAPITALS": b"CAPITALS ",
    "word": b"word",
    "word.": b"word. ",
    "Word.": b"Word. ",
    "word\\n": b"word\n",
    "Word.\\n": b"Word.\n",
    "sentence": PROSE,
    "paragraph": PROSE * 3 + b"\n\n",
    "accents": "é".encode(),
    "sharp s": "ß".encode(),
    "dotted I": "İ".encode(),
    "hashtag": b"#word ",
    "mention": b"@word ",
    "bullet": "• word\n".encode(),
    "dash item": b"- word\n",
    "numbered": b"1. word\n",
    "copyright": "© 2024 ".encode(),
    "by": b"By Anna Maria\n",
    "read more": b"Read more ",
    "read also": b"Read also: the bridge\n",
    "share": b"Share on Facebook Twitter ",
    "photo": b"Photo: AFP / Anna ",
    "tags": b"Tags: a, b, ",
    "comment heading": b"12 comments\n",
    "comment heading, marked": b"### Leave a comment\n",
    "button, marked": b"### Reply\n",
    "subscribe": b"Subscribe to continue reading\n",
    "dateline": b"BERLIN, March 12 (Reuters) - ",
}

PAIRS = "()[]{}<>\"'«»“”„…-–/\\|@#&%*_=.,;:!?aA1é \t"


def each(size, make):
    """Documents or lines as `make` gives them for 0, 1, 2 and so on, until there are `size` bytes."""
    parts, left = [], size
    for number in itertools.count():
        if left <= 0:
            return b"".join(parts)
        part = make(number)
        parts.append(part)
        left -= len(part)


def drawn(rng, count):
    """So many words, none of which means anything."""
    return b" ".join(b"%x" % rng.randrange(1 << 20) for _ in range(count))


def several(make):
    """Documents that `make` makes with a seeded generator."""

    def shape(size):
        rng = random.Random(1)
        return each(size, lambda number: make(number, rng))

    return shape


def beside_long(long, make):
    """A document that is half of all, with as much of `long` as that takes, and those that `make` gives for 1, 2 and so on."""

    def shape(size):
        first = b"<<<FILE>>> a\n" + long(size // 2) + b"\nRead more here\n"
        return first + each(size // 2, lambda number: make(number + 1))

    return shape


def in_head(piece):
    """One marker line full of `piece`, as long as marker lines may be, again and again."""

    def shape(size):
        text = b"<<<FILE>>> a%d " 
        return each(size, lambda number: text % number + sized(piece, 60 * KIB) + b"\nText.\n")

    return shape


def nested(opened, closed, middle=b"word"):
    def shape(size):
        count = size // (len(opened) + len(closed))
        return HEAD % b"en" + PROSE + opened * count + middle + closed * count + b"\n"

    return shape


def nested_lines(opened, closed):
    return nested(opened + b"\n", closed + b"\n", b"word\n")


# What opens and what closes, and what looks as if it did: very many of one, and behind them very many of the other.
OPENED = {
    **{opened: opened.encode() for opened in "([{<\"«“„`*_"},
    **{name: PIECES[name] for name in ("RLE", "LRI", "RLO", "tag", "comment", "wiki template", "{{", "\\t")},
    "fence": b"\n```",
}
CLOSED = {
    **{closed: closed.encode() for closed in ")]}>\"»”“`*_"},
    **{name: PIECES[name] for name in ("PDF", "PDI", "closing tag", ",\\n", "x\\r")},
    "-->": b"-->",
    "}}": b"}}",
    "fence": b"\n```",
}


WORDS = PROSE.split()
# Something for many rules.
FAULTS = "The the ( ) “” word ,, and &eacute; cafÃ© {{x}}  two\tend.The exam- ple \u200b ".encode()
SHAPES = {
    # One long document with which all others are compared.
    "ids of a long one": beside_long(
        lambda size: sized(PROSE + b"\n", size), lambda number: b"<<<FILE>>> a\nFerry %d leaves.\nRead more here\n" % number
    ),
    "parts of a long one": beside_long(
        lambda size: b" ".join(b"w%d" % word for word in range(size // 7)),
        lambda number: b"<<<FILE>>> d%d\n%s part %d\n" % (number, b" ".join(b"w%d" % word for word in range(60)), number),
    ),
    # Marker lines.
    "attributes": in_head(b"a=b "),
    "attributes, numbered": several(
        lambda number, _: b"<<<FILE>>> a%d " % number + b" ".join(b"k%d=v" % key for key in range(6000)) + b"\nText.\n"
    ),
    "attributes without value": in_head(b"a "),
    "attributes quoted": in_head(b'a="b c" '),
    "attributes with open quote": in_head(b'a="b '),
    "quotes": in_head(b'"'),
    "escapes": in_head(b'"\\"'),
    "escapes of nothing": in_head(b'a="\\u{'),
    "= of marker": in_head(b"="),
    "allow": in_head(b"allow=typography "),
    "allow list": several(
        lambda number, _: b'<<<FILE>>> a%d allow="' % number + b"typography/doubled-word " * 2400 + b'"\nText.\n'
    ),
    "allow of nothing": several(
        lambda number, _: b'<<<FILE>>> a%d allow="' % number
        + b" ".join(b"none%d" % name for name in range(6000))
        + b'"\nText.\n'
    ),
    "allow of each document": several(lambda number, _: b"<<<FILE>>> a%d allow=doubled-word\nThe the word.\n" % number),
    # For what is declared of attributes: values for patterns and lists, and keys that are nearly those that are wanted.
    "values of a pattern": several(
        lambda number, _: b"<<<FILE>>> a%d pattern=" % number + b"a" * (60 * KIB) + b"\nText.\n"
    ),
    "values of patterns, short": several(lambda number, _: b"<<<FILE>>> a%d pattern=aaaaaaaa%d url=a\n" % (number, number)),
    "values of a list": several(lambda number, _: b"<<<FILE>>> a%d list=valve%d\n" % (number, number)),
    "keys nearly right": several(
        lambda number, _: b"<<<FILE>>> a%d " % number + b" ".join(b"license%d=v" % key for key in range(6000)) + b"\n"
    ),
    "keys nearly right, few": several(lambda number, _: b"<<<FILE>>> a%d licence=v autor=v\n" % number),
    "defaults": lambda size: b"<<<CORPUS>>> version=1 "
    + b" ".join(b"k%d=v" % key for key in range(6000))
    + b"\n"
    + several(lambda number, _: b"<<<FILE>>> a%d\nText.\n" % number)(size),
    "defaults of allow": lambda size: b'<<<CORPUS>>> version=1 allow="'
    + b" ".join(b"none%d" % name for name in range(6000))
    + b'"\n'
    + several(lambda number, _: b"<<<FILE>>> a%d\nThe the word.\n" % number)(size),
    "defaults of lang": lambda size: b"<<<CORPUS>>> version=1 lang="
    + b"x" * 50_000
    + b"\n"
    + several(lambda number, _: b"<<<FILE>>> a%d\nText.\n" % number)(size),
    "id long, with findings": lambda size: b"<<<FILE>>> " + b"i" * 60_000 + b" lang=en\n" + sized(FAULTS + b"\n", size),
    "ids the same": lambda size: sized(b"<<<FILE>>> same\nText.\n", size),
    "ids long": several(lambda number, _: b"<<<FILE>>> " + b"a" * 60000 + b"%d\nText.\n" % number),
    "ids that differ in case": several(
        lambda number, _: b"<<<FILE>>> "
        + bytes(c - 32 if number >> bit & 1 else c for bit, c in enumerate(b"abcdefghijklmnop"))
        + b"\nText.\n"
    ),
    "ids that look the same": several(lambda number, _: b"<<<FILE>>> %s\nText.\n" % "".join(
        "оo"[number >> bit & 1] for bit in range(16)).encode()),
    "marker of 1 MB": lambda size: b"<<<FILE>>> " + b"a" * size + b"\nText.\n",
    "marker of quotes": lambda size: b"<<<FILE>>> " + b'a="b" ' * (size // 6) + b"\nText.\n",
    "marker of spaces": lambda size: b"<<<FILE>>> a" + b" " * size + b"\nText.\n",
    "languages": several(
        lambda number, _: b"<<<FILE>>> a%d lang=%c%c\n%s\n" % (number, 97 + number % 26, 97 + number // 26 % 26, PROSE)
    ),
    "languages in private use": several(lambda number, _: b"<<<FILE>>> a%d lang=x-l%d\n%s\n" % (number, number, PROSE)),
    "sources": several(lambda number, _: b"<<<FILE>>> a%d source=s%d date=2024-01-01\n%s\n" % (number, number, PROSE)),
    "dates": several(
        lambda number, _: b"<<<FILE>>> a%d date=%04d-%02d-01 source=s\n%s\n"
        % (number, 1000 + number // 12 % 9000, 1 + number % 12, PROSE)
    ),
    "titles": several(lambda number, _: b'<<<FILE>>> a%d title="%s"\n%s\n%s\n' % (number, PROSE, PROSE, PROSE)),
    "title long": several(
        lambda number, _: b'<<<FILE>>> a%d title="%s"\n%s\n' % (number, PROSE * 600, PROSE * 600)
    ),
    "sizes that are wrong": several(lambda number, _: b"<<<FILE>>> a%d bytes=1 sha256=%064d\nText.\n" % (number, 0)),
    # Documents that are like each other.
    "texts the same": several(lambda number, _: b"<<<FILE>>> a%d lang=en\n%s\n" % (number, PROSE * 2)),
    "texts the same but for case": several(
        lambda number, _: b"<<<FILE>>> a%d lang=en\n%s\n" % (number, (PROSE * 2).swapcase() if number & 1 else PROSE * 2)
    ),
    "texts empty": several(lambda number, _: b"<<<FILE>>> a%d\n" % number),
    "texts nearly the same": several(
        lambda number, rng: b"<<<FILE>>> a%d lang=en\n%s%s\n" % (number, PROSE * 4, drawn(rng, 1))
    ),
    "texts that share half": several(
        lambda number, rng: b"<<<FILE>>> a%d lang=en\n%s\n%s\n" % (number, PROSE * 4, drawn(rng, 60))
    ),
    "texts of few words": several(
        lambda number, rng: b"<<<FILE>>> a%d lang=en\n%s.\n" % (number, b" ".join(rng.choices(WORDS, k=60)))
    ),
    "texts that drift": several(
        lambda number, rng: b"<<<FILE>>> a%d lang=en\n%s\n"
        % (number, b" ".join(b"w%d" % (number + place) for place in range(60)))
    ),
    "texts that begin the next one": several(
        lambda number, _: b"<<<FILE>>> a%d lang=en\n%s\n" % (number, b" ".join(b"w%d" % word for word in range(number)))
    ),
    "texts that begin with the same": several(
        lambda number, _: b"<<<FILE>>> a%d lang=en\n%s%s\n" % (number, PROSE * 3, b"x" * (number % 100))
    ),
    "first lines the same": several(
        lambda number, rng: b"<<<FILE>>> a%d lang=en\nA line of all\n%s.\nAnother line of all\n" % (number, drawn(rng, 30))
    ),
    "first lines by the thousand": several(
        lambda number, rng: b"<<<FILE>>> a%d lang=en\nLine %d of all\n%s.\nEnd %d\n"
        % (number, number // 4, drawn(rng, 30), number // 4)
    ),
    "lengths the same": several(lambda number, rng: b"<<<FILE>>> a%08d lang=en\n%0500d\n" % (number, number)),
    "lengths all": several(lambda number, rng: b"<<<FILE>>> a%d lang=en\n%s\n" % (number, b"x" * (number % 3000))),
    "blocks at the ends": several(
        lambda number, _: b"<<<FILE>>> a%d lang=en\n" % number
        + b"Read more\n\nShare on Facebook\n\n" * 40
        + PROSE
        + b"\n"
        + b"Share on Facebook\n\nSubscribe to our newsletter\n\n" * 40
    ),
    "comment headings of manuals": lambda size: HEAD % b"en"
    + (PROSE + b"\n") * 10
    + sized(b"Comments\n" + b"- bed\n" * 62, size)
    + b"The end.\n" * 6,
    "one button again and again": lambda size: HEAD % b"en" + sized(b"Delete\nA bed has a name.\n", size),
    "sections about comments": lambda size: HEAD % b"en"
    + sized(b"Comments\nComments are lines that begin with a star, and what stands behind the star is passed over.\n", size),
    "furniture only": lambda size: HEAD % b"en" + sized(b"Read more\nShare\nSubscribe to our newsletter\n12 comments\n", size),
    # Lines.
    "lines the same": lambda size: HEAD % b"en" + sized(PROSE + b"\n", size),
    "paragraphs the same": lambda size: HEAD % b"en" + sized(PROSE * 2 + b"\n\n", size),
    "paragraphs by two": lambda size: HEAD % b"en" + sized(PROSE * 2 + b"\n\n" + PROSE * 3 + b"\n\n", size),
    "paragraphs, two of each": lambda size: HEAD % b"en"
    + several(lambda number, _: PROSE + b"%d.\n\n" % (number // 2))(size),
    "lines by two": lambda size: HEAD % b"en" + sized(PROSE + b"\nAnother.\n", size),
    "lines that grow": lambda size: HEAD % b"en" + each(size, lambda number: b"a" * number + b"\n"),
    "lines that grow by words": lambda size: HEAD % b"en" + each(size, lambda number: b"word " * number + b"\n"),
    "lines that shrink": lambda size: HEAD % b"en"
    + b"\n".join(b"a " * number for number in range(int(size**0.5), 0, -1))
    + b"\n",
    "lines by languages": lambda size: HEAD % b"en"
    + sized(
        (
            PROSE.decode()
            + "\nDer Rat hat am Dienstag über die Brücke am alten Markt beraten und nichts beschlossen.\n"
            + "Le conseil a parlé mardi du pont sur la rivière et de l'école près du vieux marché.\n"
            + "Совет во вторник говорил о мосте через реку и о школе у старого рынка.\n"
        ).encode(),
        size,
    ),
    "bytes at random": lambda size: HEAD % b"en" + random.Random(1).randbytes(size),
    "words at random": lambda size: HEAD % b"en" + drawn(random.Random(1), size // 6) + b"\n",
    "utf-16": lambda size: (b"<<<FILE>>> a\n" + sized(PROSE, size // 2)).decode().encode("utf-16"),
    "utf-16 without mark": lambda size: (b"<<<FILE>>> a\n" + sized(PROSE, size // 2)).decode().encode("utf-16-le"),
    "no marker": lambda size: sized(PROSE + b"\n", size),
    "text after end": lambda size: b"<<<FILE>>> a\nText.\n<<<END>>> files=1\n" + sized(PROSE + b"\n", size),
    "findings of many kinds": lambda size: HEAD % b"en" + sized(FAULTS + b"\n", size),
    "findings on one line": lambda size: HEAD % b"en" + sized(FAULTS, size),
    # One bad byte in another line, and a line with as many places as there is room for.
    "damage and a line": lambda size: HEAD % b"en" + b"\xff\n" + PROSE + sized(b"the word , stood ( ) exam- ple  a ", size),
    # Much that is blank, and places behind it.
    "margin and addresses": lambda size: HEAD % b"en" + b" " * (size // 2) + sized(b"[email protected]", size // 2) + b"\n",
    "margin and brackets": lambda size: HEAD % b"en" + PROSE + b" " * (size // 2) + sized(b"( ) a , b ", size // 2) + b"\n",
    "margin of no-break spaces": lambda size: HEAD % b"fr" + PROSE + sized("\u00a0".encode(), size // 2) + sized("1\u00a0! ".encode(), size // 2),
    "functions": lambda size: HEAD % b"en" + PROSE + sized(b"function(a){ x } ", size) + b"\n",
    "functions and digits": lambda size: HEAD % b"en" + b"1 " * (size // 4) + sized(b"function(a){ x } ", size // 2) + b"\n",
    "conflict nested": nested_lines(b"<<<<<<< HEAD", b">>>>>>> main"),
    "tags nested": nested(b"<b>", b"</b>"),
    "tags nested by line": nested_lines(b"<div>", b"</div>"),
    "bidi nested": nested("\u202e".encode(), "\u202c".encode()),
    "isolates nested": nested("\u2066".encode(), "\u2069".encode()),
    "entities nested": lambda size: HEAD % b"en" + PROSE + b"&" + b"amp;" * (size // 4) + b"eacute;\n",
    "mojibake nested": lambda size: HEAD % b"en" + PROSE + mangled("é", size) + b"\n",
    "mojibake nested often": lambda size: HEAD % b"en" + PROSE + sized(mangled("é", 200) + b" ", size) + b"\n",
    **{
        f"{opened}…{closed} {name}": made(opened.encode(), closed.encode())
        for opened, closed in ("()", "[]", "{}", "<>", "«»", "“”", "„“", "‹›", '""', "''")
        for name, made in [
            ("nested", nested),
            ("nested with spaces", lambda a, b: nested(b" " + a, b + b" ")),
            ("nested words", lambda a, b: nested(b" " + a + b"word", b"word" + b + b" ")),
            ("nested lines", nested_lines),
            ("turned about", lambda a, b: nested(b, a)),
            ("by turns", lambda a, b: lambda size: HEAD % b"en" + PROSE + sized(a + b"word" + b + b" ", size) + b"\n"),
            ("one each end", lambda a, b: lambda size: HEAD % b"en" + a + sized(PROSE, size) + b + b"\n"),
        ]
    },
}


def mangled(text, size):
    """`text` read in the wrong encoding until there are `size` bytes."""
    while len(text.encode()) < size:
        text = text.encode().decode("latin-1")
    return text.encode()


def cases_of_pieces():
    """Each piece in each layout, each pair of signs in two layouts."""
    for name, piece in PIECES.items():
        for layout in LAYOUTS:
            yield f"{name} {layout.__name__}", lambda size, piece=piece, layout=layout: layout(piece, b"en", size)
        for lang in (b"fr", b"de"):
            yield f"{name} line {lang.decode()}", lambda size, piece=piece, lang=lang: line(piece, lang, size)
        yield f"{name} without language", lambda size, piece=piece: line(piece, b"en", size).replace(b" lang=en", b"", 1)
    for first, second in itertools.product(PAIRS, PAIRS):
        pair = (first + second).encode()
        yield f"pair {first}{second} line", lambda size, pair=pair: line(pair, b"en", size)
        yield f"pair {first}{second} words", lambda size, pair=pair: words(pair, b"en", size)
    for (first, opened), (second, closed) in itertools.product(OPENED.items(), CLOSED.items()):
        yield f"{first} then {second}", lambda size, opened=opened, closed=closed: behind(opened, closed, size)


def cases_of_phrases():
    """Each phrase, and each first word of phrases, of the lists that are inside of the program."""
    for path in sorted((ROOT / "src/lang").glob("*.toml")):
        lang = path.stem.encode()
        with open(path, "rb") as file:
            phrases = set(strings(tomllib.load(file)))
        for phrase in sorted(phrases | {phrase.split()[0] for phrase in phrases if phrase.split()}):
            piece = phrase.encode()
            for layout in (spaced, lines, marked):
                yield (
                    f"phrase {path.stem} {phrase} {layout.__name__}",
                    lambda size, piece=piece, lang=lang, layout=layout: layout(piece, lang, size),
                )


def strings(value):
    if isinstance(value, str):
        yield value
    else:
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


class Ran:
    """What a run, or several after each other, took."""

    def __init__(self):
        self.seconds, self.peak, self.runs = 0.0, 0, 0


class Bench:
    """Runs the program in a folder of its own."""

    def __init__(self, program, folder):
        self.program, self.folder = program, Path(folder)
        self.ran = Ran()

    def run(self, *arguments, feed=None):
        with open(feed or os.devnull, "rb") as given:
            process = subprocess.Popen(
                [str(self.program), *map(str, arguments)],
                stdin=given,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                cwd=self.folder,
                env={**os.environ, "TMPDIR": str(self.folder)},
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (ENDED, ENDED)),
            )
            errors = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if b"panicked" in errors or b"Usage:" in errors or b"a fault of corplint" in errors:
            raise Wrong(errors.decode(errors="replace")[:400])
        self.ran.runs += 1
        self.ran.seconds += usage.ru_utime + usage.ru_stime
        self.ran.peak = max(self.ran.peak, usage.ru_maxrss * (1 if sys.platform == "darwin" else KIB))


class Wrong(Exception):
    """A run that ended in a panic or by a fault of its own, or that was asked for what there is not."""


ALL = ("--isolated", "--select=all", "--threads=1")


def check(bench, path):
    bench.run("check", *ALL, "-q", path)


# What a project declares that is given the hardest of everything.
DECLARED = """[attributes]
license.required = true
author.required = true
k5999.required = true
url.format = "url"
pattern.pattern = '(a|a)*(a|a)*\\w{40}(?i:b|c)'
list.enum = [%s]
""" % ", ".join(f'"value{number}"' for number in range(2000))


def declared(bench, path):
    (bench.folder / "corplint.toml").write_text(DECLARED)
    bench.run("check", "--config=corplint.toml", "--select=all", "--threads=1", "-q", path)


def statistics(bench, path):
    bench.run("check", *ALL, "--statistics", path)


def report(name):
    return lambda bench, path: bench.run("check", *ALL, "--max-per-rule=0", f"--format={name}", path)


def fix_diff(bench, path):
    bench.run("check", *ALL, "--unsafe-fixes", "--diff", "-q", path)


def fix(bench, path):
    bench.run("check", *ALL, "--fix", "--unsafe-fixes", "-q", "--removed=removed.corpus", path)


def fmt(bench, path):
    bench.run("fmt", "--diff", path)


def quarantine(bench, path):
    bench.run("quarantine", *ALL, "--fail-on=info", "--accepted=a.corpus", "--rejected=r.corpus", "--force", path)


def diff(bench, path):
    """Against the same with a word more in each seventh document, and with the words of each line turned about."""
    text = path.read_bytes()
    other = bench.folder / "other.corpus"
    parts = text.split(b"<<<FILE>>>")
    other.write_bytes(b"<<<FILE>>>".join(p + b"more\n" if at % 7 == 1 else p for at, p in enumerate(parts)))
    bench.run("diff", "--max-per-kind=0", path, other)
    other.write_bytes(b"\n".join(b" ".join(row.split(b" ")[::-1]) if row[:1] != b"<" else row for row in text.split(b"\n")))
    bench.run("diff", "--max-per-kind=0", path, other)
    bench.run("diff", "--format=json", path, other)


def unpack_and_pack(bench, path):
    bench.run("unpack", "-d", "unpacked", "--force", path)
    if (bench.folder / "unpacked").is_dir():
        bench.run("pack", "unpacked", "-o", "packed.corpus", "--force")
        subprocess.run(["rm", "-rf", bench.folder / "unpacked"], check=True)


def registry(bench, path):
    bench.run("registry", "add", "--isolated", "--threads=1", "--registry=r.registry", path)
    bench.run("check", *ALL, "--registry=r.registry", "-q", path)
    for left in bench.folder.glob("r.registry*"):
        left.unlink()


def baseline(bench, path):
    bench.run("baseline", *ALL, "--baseline=b.jsonl", "--force", path)
    bench.run("check", *ALL, "--baseline=b.jsonl", "-q", path)


def piped(bench, path):
    bench.run("check", *ALL, "-q", "-", feed=path)


FORMATS = "human concise json json-lines sarif github gitlab junit checkstyle rdjson azure markdown html".split()
COMMANDS = {
    "check": check,
    "declared": declared,
    "statistics": statistics,
    "fix-diff": fix_diff,
    "fix": fix,
    "fmt": fmt,
    "quarantine": quarantine,
    "diff": diff,
    "pack": unpack_and_pack,
    "registry": registry,
    "baseline": baseline,
    "piped": piped,
    **{f"format-{name}": report(name) for name in FORMATS},
}


def measure(program, command, make, size):
    with tempfile.TemporaryDirectory(prefix="linear-", dir=FOLDER) as folder:
        path = Path(folder) / "c.corpus"
        path.write_bytes(make(size))
        bench = Bench(program, folder)
        COMMANDS[command](bench, path)
        return bench.ran


FOLDER = None


def judge(program, command, name, make, size):
    """What is wrong with a case, if anything is, and how long the large run took."""
    try:
        large = measure(program, command, make, 4 * size)
        for attempt in range(RETRIES):
            if large.seconds < NOTICED:
                break
            small = measure(program, command, make, size)
            growth = (large.seconds - START.seconds) / max(small.seconds - START.seconds, 0.01)
            if growth <= GROWTH:
                break
            wrong = f"{growth:.1f} times the time: {small.seconds:.2f} s, then {large.seconds:.2f} s"
            if attempt + 1 == RETRIES or large.seconds > ENDED / 2:
                return wrong, large.seconds
            # From some size on, findings are compressed and written to disk: that is a step, and comes once. What grows
            # with the square grows again from there on.
            if attempt == 0:
                size *= 4
            large = measure(program, command, make, 4 * size)
        # What this program holds when it starts another one counts as memory of that one.
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else KIB)
        more = large.peak - max(START.peak, own) - BASE
        if more > BYTES_OF.get(command, BYTES) * 4 * size:
            return f"{more / (4 * size):.0f} bytes of memory for each byte of input", large.seconds
        if large.seconds > SLOWEST * large.runs * 4 * size / MIB:
            return f"{large.seconds:.1f} seconds for {4 * size // KIB} KiB", large.seconds
        return None, large.seconds
    except Wrong as why:
        return str(why), 0.0


# What a run takes that has nothing to do.
START = Ran()


# What runs without `--full`, by command: cases that were slow once, and some for each way in which rules look at a text.
SHORT = {
    "check": [
        ", words", "pair .A words", "end.The line", "aaaB line", "town.aaaB line", "exam- ple line", "“” line", ",, line",
        "pair ;; line", "( ) line", "a' line", "the the line", "RLO line", "mojibake line", "entity line", "\\u line",
        "acute glued", "NBSP spaced", "e-mail line", "digits line", "tags nested", "(…) nested words", "<<< line",
        "damage and a line", "margin and addresses", "functions and digits", "function( line", "findings on one line",
        "bytes at random", "lines that grow", "paragraphs, two of each", "furniture only", "texts nearly the same",
        "comment heading, marked lines", "button, marked lines", "\\t line", ",\\n line", "x\\r line", "RLE then PDI",
        "texts that begin the next one", "ids that differ in case", "attributes, numbered", "defaults", "defaults of allow",
        "ids of a long one", "parts of a long one",
    ],
    "declared": [
        "values of a pattern", "values of patterns, short", "values of a list", "keys nearly right", "keys nearly right, few",
        "attributes, numbered", "defaults",
    ],
    "fix": ["findings of many kinds", "id long, with findings"],
    "fix-diff": ["findings of many kinds", "entities nested", "RLO line", "id long, with findings"],
    "format-sarif": ["findings on one line"],
    "format-json": ["findings on one line", "id long, with findings"],
    "baseline": ["findings on one line"],
    "fmt": ["attributes, numbered"],
    "quarantine": ["texts of few words"],
    "diff": ["texts of few words"],
    "registry": ["texts nearly the same"],
}  # fmt: skip


def cases(arguments):
    """Which cases are asked for: command, name, and what makes the corpus."""
    everything = {**SHAPES, **dict(cases_of_pieces())}
    if arguments.phrases:
        everything |= dict(cases_of_phrases())
    if not (arguments.full or arguments.names or arguments.command or arguments.phrases):
        return [(command, name, everything[name]) for command, names in SHORT.items() for name in names]
    chosen = [(name, make) for name, make in everything.items() if not arguments.names or any(part in name for part in arguments.names)]
    commands = arguments.command or ["check"]
    found = [(command, name, make) for name, make in chosen for command in commands]
    if arguments.full:
        found += [(command, name, make) for command in COMMANDS if command not in commands for name, make in SHAPES.items()]
    return found


def main():
    global START, FOLDER
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="parts of the names of shapes; all if none")
    parser.add_argument("--full", action="store_true", help="each shape with `check`, and some with each other command")
    parser.add_argument("--phrases", action="store_true", help="also each phrase of the lists inside of the program")
    parser.add_argument("--command", action="append", choices=COMMANDS, help="with this command, in place of `check`")
    parser.add_argument("--size", type=int, default=128, help="size of the small corpus, in KiB; the large one has four times")
    parser.add_argument("--slow", type=int, default=0, help="name so many of the slowest")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="how many runs side by side")
    parser.add_argument("--program", type=Path, default=os.environ.get("CORPLINT", ROOT / "target/release/corplint"))
    parser.add_argument("--folder", type=Path, help="where corpora are made; a temporary folder if it is not said")
    arguments = parser.parse_args()
    if not arguments.program.exists():
        sys.exit(f"there is no {arguments.program}; `cargo build --release` makes it")
    FOLDER = arguments.folder
    program = arguments.program.resolve()
    runs = [measure(program, "check", lambda _: b"<<<FILE>>> a\nText.\n", 0) for _ in range(5)]
    START = min(runs, key=lambda ran: ran.seconds)
    failed, took = 0, []
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        size = arguments.size * KIB
        waiting = {pool.submit(judge, program, *case, size): case for case in cases(arguments)}
        for done in concurrent.futures.as_completed(waiting):
            command, name, _ = waiting[done]
            wrong, seconds = done.result()
            took.append((seconds, command, name))
            if wrong:
                failed += 1
                print(f"FAIL {command:12} {name:36} {wrong}", flush=True)
            if len(took) % 500 == 0:
                print(f"     {len(took)} of {len(waiting)}", flush=True)
    for seconds, command, name in sorted(took, reverse=True)[: arguments.slow]:
        print(f"     {command:12} {name:36} {seconds:.2f} s")
    print(f"{len(took)} cases, {failed} of them take more than the size of their input says")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

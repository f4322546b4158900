"""Cite boxes, permalinks, metadata, freshness and the export, each by itself."""

import json
import logging
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

pytest.importorskip("bibtexparser", reason="needs pip install '.[test-formats]'")

import bibtexparser
import jsonschema
import rispy

from docs.site_builder import export, metadata
from docs.site_builder.citations import citations, verified_on, with_boxes
from docs.site_builder.evidence import Evidence, EvidenceError, evidence_markdown, verdict
from docs.site_builder.freshness import checked
from docs.site_builder.permalinks import write_permalinks
from docs.site_builder.records import read_records
from docs.site_builder.site import CACHE
from tests.docs.conftest import ROOT
from yudo.verification.citing.released import Explanation, Release, Released, read_released
from yudo.verification.reports.sources import source_hashes

DAY = date(2026, 3, 9)
WHY = {"en": "It forgot <the> bias.", "ko": "편향을 빠뜨렸다."}


@pytest.fixture(scope="module")
def records():
    return read_records(ROOT, CACHE)


def evidence_of(records, **changes):
    results = [r for record in records for r in record["results"]]
    run = {
        "date": "2026-03-09T10:11:12+00:00",
        "seed": 0,
        "cases": 200,
        "dtypes": ["float64"],
        "versions": {"yudo": "0.1.0"},
        "sources": source_hashes([record["stem"] for record in records]),
    }
    check = {"verdict": "verified", "cases": 3, "worst": {}}
    found = {
        r["id"]: {"statement": r["statement"], "verdict": "verified", "checks": {"sympy": check}} | changes
        for r in results
    }
    return Evidence(run=run, results=found)


@pytest.fixture(scope="module")
def evidence(records):
    return evidence_of(records)


@pytest.fixture(scope="module")
def cited(records, evidence):
    return citations(records, evidence, "0.1.0", "https://a.example/latest/")


class _Boxes(HTMLParser):
    """The blocks to copy, and for each result the element that its box is in."""

    def __init__(self):
        super().__init__()
        self.blocks, self.inside, self.open = [], [], []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "details" and values.get("class") == "yudo-cite":
            self.inside.append(self.open[-1][1])
        if tag == "pre":
            assert "data-copy" in values
            self.blocks.append("")
        if tag in {"section", "pre"}:
            self.open.append((tag, values.get("id")))

    def handle_endtag(self, tag):
        if tag in {"section", "pre"}:
            assert self.open.pop()[0] == tag

    def handle_data(self, data):
        if self.open and self.open[-1][0] == "pre":
            self.blocks[-1] += data


def boxes(page):
    parser = _Boxes()
    parser.feed(page)
    return parser


# -- cite boxes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_result_gets_a_box_that_is_its_last_part_even_around_sections_of_its_own(cited, language):
    page = (
        '<p>before</p><section class="yudo-result" id="affine.dw"><section><p>inner</p></section>x</section>'
        '<p>between</p><section class="yudo-result" id="relu.dx">y</section><p>after</p>'
    )
    found = with_boxes(page, cited, language, "../../")
    assert boxes(found).inside == ["affine.dw", "relu.dx"]
    assert re.sub(r'<details class="yudo-cite">.*?</details>\n', "", found, flags=re.DOTALL) == page


def test_a_page_without_results_stays_as_it_is(cited):
    assert with_boxes("<section>text</section>", cited, "en", "../") == "<section>text</section>"


def test_a_result_that_is_never_closed_stops_the_build(cited):
    with pytest.raises(ValueError, match="never closed"):
        with_boxes('<section class="yudo-result" id="affine.dw"><section></section>', cited, "en", "../")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_box_has_a_permalink_only_where_the_site_has_an_address(cited, language):
    section = '<section class="yudo-result" id="affine.dw"></section>'
    homeless = {name: replace(citation, url=None) for name, citation in cited.items()}
    assert 'href="../../r/affine.dw/"' in with_boxes(section, cited, language, "../../")
    assert "r/affine.dw/" not in with_boxes(section, homeless, language, "../../")


def test_what_is_copied_out_of_a_box_can_be_read_by_the_programs_it_is_for(cited):
    page = with_boxes('<section class="yudo-result" id="affine.dw"></section>', cited, "en", "../../")
    line, bib, csl, ris = boxes(page).blocks
    assert line.startswith("The Yudo authors. (2026).")
    (entry,) = bibtexparser.parse_string(bib).entries
    assert entry.key == "yudo-affine.dw"
    assert json.loads(csl)[0]["URL"] == "https://a.example/latest/r/affine.dw/"
    assert rispy.loads(ris)[0]["accession_number"] == "affine.dw"


def test_a_day_is_named_only_where_this_build_has_evidence(records, evidence):
    statement = evidence.results["affine.dw"]["statement"]
    assert verified_on(evidence, "affine.dw", statement) == DAY
    assert verified_on(evidence, "affine.dw", "00000000") is None
    assert verified_on(evidence_of(records, verdict="undecided"), "affine.dw", statement) is None
    assert verified_on(None, "affine.dw", statement) is None
    assert (
        verified_on(replace(evidence, changed={"affine": ["impl/affine.py"]}), "affine.dw", statement) is None
    )


# -- permalinks --------------------------------------------------------------------------------------------


def released(kind, identifier="affine.dw", see=()):
    release = Release("0.1.0", DAY, DAY, {identifier: "0000aaaa"})
    return Released((release,), (Explanation(identifier, "0000aaaa", kind, "0.2.0", WHY, see),))


def permalink(folder, records, history, identifier, language="en"):
    write_permalinks(folder, records, history, language=language, site_url="https://a.example/latest/")
    return (folder / "r" / identifier / "index.html").read_text(encoding="utf-8")


def test_a_permalink_leads_to_the_result_with_and_without_javascript(tmp_path, records):
    page = permalink(tmp_path, records, Released((), ()), "affine.dw")
    assert '<meta http-equiv="refresh" content="0; url=../../layers/affine/#affine.dw">' in page
    assert '<a href="../../layers/affine/#affine.dw">' in page
    assert '<link rel="canonical" href="https://a.example/latest/layers/affine/">' in page
    assert "<script" not in page


def test_every_id_has_a_permalink(tmp_path, records, cited):
    permalink(tmp_path, records, read_released(), "affine.dw")
    assert {path.name for path in (tmp_path / "r").iterdir()} == set(cited) | set(
        read_released().statements()
    )


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_permalink_of_a_withdrawn_id_is_a_tombstone_with_the_explanation(tmp_path, records, language):
    history = released("withdrawn", "affine.dv", see=("affine.dw",))
    page = permalink(tmp_path, records, history, "affine.dv", language)
    assert f'lang="{language}"' in page
    assert "0.2.0" in page
    assert {"en": "It forgot &lt;the&gt; bias.", "ko": WHY["ko"]}[language] in page
    assert '<a href="../affine.dw/">' in page
    assert "refresh" not in page


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_permalink_of_a_restated_id_tells_of_the_old_statement_and_leads_to_the_new(
    tmp_path, records, language
):
    page = permalink(tmp_path, records, released("restated"), "affine.dw", language)
    for part in ("0000aaaa", "0.1.0", "0.2.0", "../../layers/affine/#affine.dw"):
        assert part in page
    assert "refresh" not in page


# -- metadata ----------------------------------------------------------------------------------------------


class _Head(HTMLParser):
    def __init__(self):
        super().__init__()
        self.meta, self.data, self._in_data = [], "", False

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "meta":
            self.meta.append((values["name"], values["content"]))
        self._in_data = tag == "script"

    def handle_endtag(self, tag):
        self._in_data = False

    def handle_data(self, data):
        self.data += data if self._in_data else ""


def read_head(cited, **changes):
    given = {
        "title": 'An "affine" layer',
        "description": "a < b </script>",
        "url": "https://a.example/latest/layers/affine/",
        "language": "en",
        "version": "0.1.0",
        "day": DAY,
        "cited": metadata.by_page(cited, "layers/affine.md"),
        "home": False,
    }
    parser = _Head()
    parser.feed(metadata.head(**given | changes))
    return parser.meta, json.loads(parser.data)


def test_scholar_and_zotero_find_title_author_day_and_address(cited):
    meta, _ = read_head(cited)
    found = dict(meta)
    assert found["citation_title"] == 'An "affine" layer'
    assert found["citation_author"] == "The Yudo authors"
    assert found["citation_publication_date"] == "2026/03/09"
    assert found["citation_public_url"] == "https://a.example/latest/layers/affine/"
    assert [value for name, value in meta if name == "citation_keywords"] == [
        "affine.out", "affine.dw", "affine.dx", "affine.db",
    ]  # fmt: skip


def test_linked_data_names_each_result_with_its_permalink_and_statement(cited):
    _, data = read_head(cited)
    assert data["@context"] == "https://schema.org"
    assert data["description"] == "a < b </script>"
    part = next(part for part in data["hasPart"] if part["url"].endswith("/r/affine.dw/"))
    values = {identifier["propertyID"]: identifier["value"] for identifier in part["identifier"]}
    assert values == {"yudo.id": "affine.dw", "yudo.statement": cited["affine.dw"].statement}


def test_nothing_is_said_of_an_address_or_a_day_that_is_not_known(records):
    cited = citations(records, None, "0.1.0", None)
    meta, data = read_head(cited, url=None, day=None)
    assert not {"citation_publication_date", "citation_public_url"} & {name for name, _ in meta}
    assert not {"url", "@id", "dateModified"} & {*data, *(key for part in data["hasPart"] for key in part)}


def test_the_first_page_speaks_of_the_site_and_its_software(cited):
    _, data = read_head({}, home=True)
    assert data["@type"] == "WebSite"
    assert data["about"]["@type"] == "SoftwareSourceCode"


def test_a_page_of_a_layer_states_its_own_results_and_other_pages_none(cited):
    assert {c.id for c in metadata.by_page(cited, "layers/relu.md")} == {
        c for c in cited if c.startswith("relu.")
    }
    assert metadata.by_page(cited, "affine.md") == []


# -- evidence and the code it speaks of --------------------------------------------------------------------


@pytest.fixture
def code(tmp_path):
    (tmp_path / "impl").mkdir()
    for name, source in {"affine": "from yudo.impl import _arguments", "_arguments": "", "relu": ""}.items():
        (tmp_path / "impl" / f"{name}.py").write_text(source, encoding="utf-8")
    run = {"date": "2026-03-09T10:11:12+00:00", "sources": source_hashes(["affine", "relu"], tmp_path)}
    result = {"statement": "0123abcd", "verdict": "verified", "checks": {}}
    return tmp_path, Evidence(run=run, results={"affine.dw": result, "relu.dx": result})


def test_evidence_of_the_code_as_it_is_passes_without_a_word(code, caplog):
    folder, evidence = code
    assert checked(evidence, folder, shown="evidence/verify.json", strict=True).changed == {}
    assert caplog.records == []
    assert checked(None, folder, shown="evidence/verify.json", strict=True) is None


def test_evidence_older_than_its_code_stops_a_strict_build_and_names_both_files(code):
    folder, evidence = code
    (folder / "impl" / "_arguments.py").write_text("changed = True", encoding="utf-8")
    with pytest.raises(EvidenceError, match=r"evidence/verify\.json is older than impl/_arguments\.py"):
        checked(evidence, folder, shown="evidence/verify.json", strict=True)


def test_while_the_code_is_worked_on_older_evidence_is_a_warning(code, caplog):
    folder, evidence = code
    (folder / "impl" / "affine.py").write_text("changed = True", encoding="utf-8")
    found = checked(evidence, folder, shown="evidence/verify.json", strict=False)
    assert found.changed == {"affine": ["impl/affine.py"]}
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert "evidence/verify.json is older than impl/affine.py" in record.getMessage()


def test_evidence_that_does_not_say_what_code_it_speaks_of_is_out_of_date(code):
    folder, evidence = code
    silent = Evidence({"date": evidence.run["date"]}, evidence.results)
    assert set(checked(silent, folder, shown="e.json", strict=False).changed) == {"affine", "relu"}


def test_results_of_changed_code_are_out_of_date_and_the_page_says_which_file(code):
    _, evidence = code
    run = evidence.run | {"seed": 0, "dtypes": [], "versions": {}}
    changed = replace(evidence, run=run, changed={"affine": ["impl/affine.py"]})
    assert verdict(changed, "affine.dw", "0123abcd") == "stale"
    assert verdict(changed, "relu.dx", "0123abcd") == "verified"
    rows = [{"id": "affine.dw", "statement": "0123abcd"}]
    assert "`impl/affine.py`" in evidence_markdown(changed, "affine", rows, "en")
    assert "`impl/affine.py`" in evidence_markdown(changed, "affine", rows, "ko")


# -- records.json ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def schema():
    found = json.loads((ROOT / export.SCHEMA_FILE).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(found)
    return jsonschema.Draft202012Validator(found, format_checker=jsonschema.FormatChecker())


def exported(records, evidence, history=None, site="https://a.example/"):
    cited = citations(records, evidence, "0.1.0", site)
    return json.loads(
        export.written(export.document(records, evidence, history or read_released(), cited, "0.1.0"))
    )


def test_the_export_follows_its_schema_with_and_without_evidence(records, evidence, schema):
    schema.validate(exported(records, evidence))
    schema.validate(exported(records, None, site=None))
    gone = released("withdrawn", "affine.dv", see=("affine.dw",))
    schema.validate(exported(records, evidence, gone))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "yudo.records/2"),
        (("layers", 0, "results", 0, "verdict"), "fine"),
        (("layers", 0, "results", 0, "statement"), "xyz"),
        (("layers", 0, "results", 0, "latex", "index"), ""),
        (("layers", 0, "title"), {"en": "only English"}),
        (("more",), 1),
    ],
)
def test_the_schema_refuses_what_is_not_so(records, evidence, schema, path, value):
    content = exported(records, evidence)
    place = content
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        schema.validate(content)


def test_every_field_of_the_schema_is_there_in_the_export(records, evidence):
    content = exported(records, evidence)
    result = content["layers"][0]["results"][1]
    assert result["id"] == "affine.dw"
    assert result["url"] == "https://a.example/r/affine.dw/"
    assert result["verdict"] == "verified"
    assert result["checks"] == {"sympy": "verified"}
    assert result["released"] == [{"statement": result["statement"], "version": "0.1.0"}]
    assert result["steps"][0]["rule"] is None
    assert result["steps"][-1]["srepr"] == result["srepr"]["closed_form"]


READ_BACK = """
import json, sys
import sympy
from yudo import derivations
from yudo.derivations.calculus import functions, matrices, symbols
from docs.site_builder import export

modules = (sympy, functions, matrices, symbols)
names = {name: getattr(module, name) for module in modules for name in dir(module)}

def plain(expression):  # the axes of an array are not written down
    return expression.replace(
        lambda part: isinstance(part, sympy.Indexed),
        lambda entry: sympy.Indexed(type(entry.base)(*entry.base.args), *entry.indices),
    )

for identifier, text in json.load(sys.stdin).items():
    ours = derivations.result(identifier)
    assert eval(text["closed_form"], names) == plain(ours.closed_form), identifier
    assert eval(text["subject"], names) == plain(ours.subject), identifier
    assert export.source(eval(text["matrix"], names)) == export.source(ours.matrix), identifier
"""


def test_sympy_reads_every_formula_back(records):
    """Each srepr of the export, evaluated as the page says, is the expression of the record.

    In a process of its own: SymPy's cache would hand these plain tensors to whoever asks for an equal one.
    """
    texts = {one["id"]: one["formulas"]["srepr"] for record in records for one in record["results"]}
    ran = subprocess.run(
        [sys.executable, "-c", READ_BACK],
        input=json.dumps(texts),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr


def test_the_export_is_the_same_in_every_process(records):
    script = "from docs.site_builder.records import _records; import json; print(json.dumps(_records()))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == records


def test_the_example_on_the_page_runs(records, evidence, tmp_path):
    texts = [(ROOT / "docs" / language / "cite.md").read_text(encoding="utf-8") for language in ("en", "ko")]
    example, korean = (re.search(r"```python\n(.*?)```", text, flags=re.DOTALL)[1] for text in texts)
    assert example == korean
    (tmp_path / "records.json").write_text(export.written(exported(records, evidence)), encoding="utf-8")
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{example}"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("affine.dw Sum(")

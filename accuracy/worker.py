"""One of the other engines as a process: a job in JSON on stdin, its masked texts and seconds as the last line of stdout. IO.

Runs in ``.venv-accuracy``, where milkglass is not; needs the standard library and the engine that the job names. Each engine masks as
its documentation shows it first, with no entity switched off.
"""

from __future__ import annotations

import importlib
import json
import logging
import sys
import time
import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def presidio() -> Callable[[str], str]:
    """Analyzer with its predefined pattern recognizers and an empty spaCy pipeline in place of a model; anonymizer as it comes.

    The public suffix list is the one inside tldextract: without this the first e-mail address starts a download.
    """
    tldextract = importlib.import_module("tldextract")
    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    analyzer = importlib.import_module("presidio_analyzer")
    registry = analyzer.RecognizerRegistry()
    registry.load_predefined_recognizers(languages=["en"], nlp_engine=None)
    registry.recognizers = [
        one for one in registry.recognizers if isinstance(one, (analyzer.PatternRecognizer, _phone_recognizer()))
    ]
    engine = analyzer.AnalyzerEngine(registry=registry, nlp_engine=_tokens_only(), supported_languages=["en"])
    anonymizer = importlib.import_module("presidio_anonymizer").AnonymizerEngine()
    return lambda text: str(anonymizer.anonymize(text=text, analyzer_results=engine.analyze(text, language="en")).text)


def _phone_recognizer() -> type:
    found: type = importlib.import_module("presidio_analyzer.predefined_recognizers").PhoneRecognizer
    return found


def _tokens_only() -> Any:
    """An NLP engine for presidio that splits texts into words and knows no names."""
    nlp = importlib.import_module("presidio_analyzer.nlp_engine")
    blank = importlib.import_module("spacy").blank("en")

    class TokensOnly(nlp.NlpEngine):  # type: ignore[misc,name-defined]  # the base class is loaded at run time
        def load(self) -> None:
            """Nothing to load."""

        def is_loaded(self) -> bool:
            return True

        def process_text(self, text: str, language: str) -> Any:
            words = blank.make_doc(text)
            lemmas = [word.text.lower() for word in words]
            return nlp.NlpArtifacts([], words, [word.idx for word in words], lemmas, self, language)

        def process_batch(self, texts: Any, language: str, **_: Any) -> Any:
            return ((text, self.process_text(text, language)) for text in texts)

        def is_stopword(self, word: str, language: str) -> bool:
            return bool(blank.vocab[word].is_stop)

        def is_punct(self, word: str, language: str) -> bool:
            return bool(blank.vocab[word].is_punct)

        def get_supported_entities(self) -> list[str]:
            return []

        def get_supported_languages(self) -> list[str]:
            return ["en"]

    return TokensOnly()


def datafog() -> Callable[[str], str]:
    """The regex engine, all its entity types."""
    module = importlib.import_module("datafog")
    return lambda text: str(module.redact(text, engine="regex").redacted_text)


def scrubadub() -> Callable[[str], str]:
    """The default detectors."""
    scrubber = importlib.import_module("scrubadub").Scrubber()
    return lambda text: str(scrubber.clean(text))


def cpex() -> Callable[[str], str]:
    """The Rust detector with every built-in kind."""
    kinds = [
        "ssn",
        "bsn",
        "credit_card",
        "email",
        "phone",
        "ip_address",
        "date_of_birth",
        "passport",
        "driver_license",
        "bank_account",
        "medical_record",
    ]
    settings = {f"detect_{kind}": True for kind in kinds}
    detector = importlib.import_module("cpex_pii_filter.pii_filter_rust").PIIDetectorRust(settings)
    return lambda text: str(detector.mask(text, detector.detect(text)))


def run(job: dict[str, Any]) -> dict[str, Any]:
    """Mask all texts of a job."""
    try:
        mask = {"presidio": presidio, "datafog": datafog, "scrubadub": scrubadub, "cpex": cpex}[job["engine"]]()
    except ImportError as problem:
        return {"texts": [], "seconds": 0, "missing": f"not installed ({problem.name or problem})"}
    begin = time.perf_counter()
    masked = [mask(text) for text in job["texts"]]
    return {"texts": masked, "seconds": time.perf_counter() - begin, "missing": ""}


def main() -> None:
    """Read the job, answer in one line."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    print(json.dumps(run(json.load(sys.stdin))))


if __name__ == "__main__":
    main()

"""Writes the word lists of person names from the name files of the 1990 US census (public domain, as the PyPI package ``names`` ships them).

python tools/make_names.py FOLDER   where FOLDER holds dist.female.first, dist.male.first and dist.all.last

Names from elsewhere stand in ``more_first.txt`` and ``more_last.txt`` beside the lists, written by hand.
"""

from __future__ import annotations

import sys
from pathlib import Path

LISTS = Path(__file__).parents[1] / "rust" / "core" / "src" / "detect" / "kinds" / "person_name"
MOST_LAST = 20_000
# Words that logs write with a capital, beside another such word, and mean nobody.
FIRST_STOPS = frozenset(
    "april august china dallas dakota denver dominion drew ever genie harbor houston in jan january june july an love man many mark max "
    "may miss mercy my page pilar ray see sea so star start santa summer sun sunday sang song so tempie temple the tiny treasure trinity "
    "true venus victory virgin vision will winter young lane chase chance china asia america paris london sydney jersey king major "
    "prince princess queen royal baby book bell hal port porter son val lu lan kit hong long hung man no bo".split()
)
LAST_STOPS = frozenset(
    "account address agent all and any april august bad band bank banks block board bond book boot box branch break bridge brick bug burst "
    "call can care case cash chain chance change channel chart check child choice city class clean clear click client close cloud code "
    "cold come command company contract control cook copy core count counter court cover crash credit cross current cycle day days deal "
    "dear deck deep depot desk dev disk do dock down draft draw drive drop dump early east edge end engine enter error event exit fail "
    "false fast feed field fields file fill filter find fine finish first fix flag flash flat flood floor flow for force form format found "
    "frame free from front full gap gate gates get gift go goal good grant graph green grid group grow guard guide gun hack half hall hand "
    "handle hard head heap help hero high hit hold hole home hook host hot hour house how in index inn is issue item january job join june "
    "july jump just keep kernel key keys kick kill kind king lab lake land lane large last late law layer lead leader leaf lease left less "
    "level lever life light like limit line link list little live load loan lock log logic long look loop lord lost low lower main major "
    "make man manager many map march mark market mask master match max may meter mid mill min minor mint mode model module moment money "
    "monitor month more most mount mouse move must name near net new news next night no node noise none norm north not note now null number "
    "object of off office old on one only open or order other out outlaw over own pack page pair panel park part pass past patch path pay "
    "peak peer pick pin pine pipe place plan plane plant plate play plus point pole poll pool poor pop port post pound power present press "
    "price prime print prior process profit proof proper push quick rack race rain range rank rapid rate raw reach read reader ready real "
    "record red reed reset rest rich right ring risk river road rock role roll room root rose rough round route row rule run rush safe sale "
    "salt sample sand save say scale scan school score sea seal search season seat second see seed self sell send serve server service set "
    "shadow share sharp sheet shell shift ship shop short show side sign silver simple single site size skip slack sleep slot slow small smart "
    "so solar sound source south space spare speed split spot spring stack staff stage stand star start state station stay steel step still "
    "stock stone stop store storm stream street strong study style such sum summer sun support swap sweet switch table tag tail take talk tall "
    "tank tape target task team test text than the then there thing this thread three through ticket tie tier tight time to token tool top total "
    "touch tower town track trade trail train tree trial trip true trust try turn two type under union unit up update upper us use user valley "
    "value van vault view wait walk wall want ward was watch water wave way web week well west what wheel when white who wide wild will win wind "
    "window winter wire wise with wood word words work worker world write year yes you young zero zone sat fri thu wed tue mon dec nov oct sep "
    "jul jun apr mar feb".split()
)


def names(path: Path, stops: frozenset[str], most: int | None = None) -> list[str]:
    """The names of a census file, most frequent first, in lower case and without stop words."""
    rows = [line.split()[0].lower() for line in path.read_text(encoding="ascii").splitlines()[:most] if line.strip()]
    return [name for name in rows if len(name) > 1 and name not in stops]


def main() -> None:
    """Write both lists."""
    folder = Path(sys.argv[1])
    first = {*names(folder / "dist.female.first", FIRST_STOPS), *names(folder / "dist.male.first", FIRST_STOPS)}
    last = set(names(folder / "dist.all.last", LAST_STOPS, MOST_LAST))
    for name, found in (("first", first), ("last", last)):
        (LISTS / f"{name}.txt").write_text("\n".join(sorted(found)) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()

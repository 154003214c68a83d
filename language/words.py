"""Words: the one form in which text of both sides is compared.

Case, umlauts, accents, invisible characters and look-alikes are folded away; small words that
carry no need are left out.
"""

from __future__ import annotations

import re
import unicodedata

import Stemmer

UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
WORD = re.compile(r"[^\W_]+")

_SMALL = """
aber alle allem allen aller alles als also am an ander andere anderen anderer anderes ans
auch auf aus bei beim bin bis bisschen bitte brauche braucht brauchen bzw da dabei dafuer
dagegen daheim daher damit dann daran darf darueber darum das dass davon dazu dein deine
dem den denen denn der deren des deswegen dich die dies diese diesem diesen dieser dieses
dir doch dort du durch ebenfalls ein eine einem einen einer eines er es etwa etwas euch
eure fuer gar geben gehen geht gerade gern gerne gibt gibts gleich gut guten hab habe
haben haette hallo halt hat hatte hier hin ich ihm ihn ihnen ihr ihre ihrem ihren ihrer
ihres im immer in ins irgendwas ist ja jede jedem jeden jeder jedes jetzt kann kannst kein
keine keinem keinen keiner kennt koennen koennte machen macht mal man manche mehr mein
meine meinem meinen meiner mich mir mit moechte moechten muss muessen nach naja ned neben
net nicht nichts nimmer nix noch nun nur ob oder ohne oft per schon sehr sein seine seinem
seinen seiner seit selbst sich sie sind so soll sollte sollten sondern sonst sowas suche
suchen ueber um und uns unser unsere unter usw viel viele vom von vor waere war waren was
weil weiss welche welcher welches wem wen wenn wer werden wie wieder will wir wird wo
wohin wollen wuerde wuerden zu zum zur zwar
"""
STOPWORDS = frozenset(_SMALL.split())  # without "sucht": it seeks, and it is an addiction

PLAIN = re.compile(r"[\x00-\x7fäöüÄÖÜß–„“’…]*")  # what most texts are made of

GROWTH = 64  # characters; "½" becomes three

_stemmer = Stemmer.Stemmer("german", 0)  # without its cache: what people typed is not kept


def fold(text: str) -> str:
    """*text* in the form all comparisons use: small letters a-z where the script is Latin."""
    if PLAIN.fullmatch(text):
        return _without_umlauts(text.lower())
    # One Arabic ligature becomes eighteen letters: of what grows so much, the beginning is enough.
    composed = unicodedata.normalize("NFKC", text)[: len(text) + GROWTH]
    plain = _without_umlauts(composed.casefold())
    apart = unicodedata.normalize("NFKD", plain)
    return "".join(one for one in apart if unicodedata.category(one) not in ("Mn", "Cf"))


def _without_umlauts(text: str) -> str:
    # a translation table would go through it letter by letter
    for umlaut, letters in UMLAUTS.items():
        text = text.replace(umlaut, letters)
    return text


def words(text: str) -> list[str]:
    """The folded words of *text*, all of them."""
    return WORD.findall(fold(text))


def content_words(text: str) -> list[str]:
    """The folded words that carry meaning."""
    return [word for word in words(text) if word not in STOPWORDS]


def stem(word: str) -> str:
    """The Snowball stem of a folded word."""
    return str(_stemmer.stemWord(word))

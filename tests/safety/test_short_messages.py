"""Three to seven words: ordinary needs, and danger told just as shortly.

None of these stands among the sentences that the model learns from.
"""

from __future__ import annotations

import pytest

from safety.emergency import EmergencyLevel, detect
from safety.emergency_training import sentences

PLAIN = """
Kind hat Läuse
Kind schläft nicht durch
Kind will nicht in die Schule
Kind hat Heimweh
Bub haut seine Schwester
Kind stottert
Baby hat Koliken
Familie muss bis März aus der Wohnung
Schwimmkurs, Kind hat Angst vor Wasser
mädchen 12 jahre und bub 14 jahre
kind 15 jahre
""".strip().splitlines()
ORDINARY = """
Kind hat Mumps
Kind ist Bettnässer
Kind kommt in der Schule nicht klar
Kind rennt dauernd rum
Kind will zu Hause bleiben
Kind möchte Schlagzeug spielen
Kind verträgt keine Nüsse
Kind sagt kaum was
Kind hat eine Zwei in Sport
Bub ärgert die Katze
Bub steht nicht auf
Bub hockt im Zimmer
Mädchen streitet mit Mama
Mädel redet kaum
Baby hat Zähne
Baby will nicht trinken
Baby liegt gern auf dem Bauch
Säugling schläft schlecht
Mutter ist alleinerziehend
Mutter geht arbeiten
Mutter kann nicht kochen
Vater ist weggezogen
Vater wohnt in Augsburg
Familie will aufs Land
Familie braucht Wohnung bis Juni
Eltern sind sich uneinig
Oma ist weg, wer passt auf
Sohn liegt nur rum
Sohn 15 Jahre faul
Tochter schreit mich an
Jugendlicher hat keinen Bock
Schülerin ist oft krank
er trinkt gern Cola
sie isst kein Fleisch
bub 9 jahre und mädchen 7 jahre
kind 6 jahre, turnverein
tochter 13 jahre reiten
Zwillinge werden getauft
Geschwister teilen ein Zimmer
Kind fällt beim Radeln um
""".strip().splitlines()
ACUTE = """
Kind ist ohnmächtig
Bub hat sich erhängt
Mädchen will nicht mehr leben
Kind liegt bewusstlos im Hof
Schüler will sich töten
Mutter wurde gewürgt
Papa schlägt die Mama
Kind erzählt, Opa fasst es an
Bub hat Würgemale
Baby wird blau
Kind ist seit heute früh verschwunden
Familie weiß heute nicht wohin
Er hat Tabletten geschluckt
Sie steht am Fenster und will springen
ich kann echt nicht mehr
Kind hat Reiniger getrunken
Vater schlägt gerade auf Mutter ein
Mädchen traut sich nicht nach Hause
Jugendlicher hört Stimmen
Baby liegt leblos im Bett
""".strip().splitlines()


def comes_first(text: str) -> bool:
    """Whether the card comes before everything else."""
    found = detect(text)
    return found is not None and found.level is EmergencyLevel.CLEAR


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_need_or_age_brings_results(text: str) -> None:
    """Lice and colic are why people ask; nobody reads a card that always comes."""
    assert not comes_first(text)


def test_of_ordinary_short_needs_hardly_any_brings_the_card() -> None:
    """One in twenty at most."""
    fired = [text for text in ORDINARY if comes_first(text)]

    assert len(fired) <= len(ORDINARY) / 20, fired


@pytest.mark.parametrize("text", ACUTE)
def test_danger_in_a_few_words_is_seen_all_the_same(text: str) -> None:
    """Who is in a hurry types little."""
    assert comes_first(text)


def test_the_model_has_learnt_none_of_these_by_heart() -> None:
    """Else the tests above would tell nothing."""
    learnt = {text.casefold() for _, text in sentences()}

    assert not learnt & {text.casefold() for text in (*PLAIN, *ORDINARY, *ACUTE)}

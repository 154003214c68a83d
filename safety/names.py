"""Words that follow "Familie", "Frau", "Mutter" ... with a capital letter without being a name."""

from __future__ import annotations

_WORDS = """
aber allein alleinerziehend alle als am an angebot anfang arbeitet arbeitslos asyl auch auf aus
ausbildung austausch baby beirat beide bei beratung beruf besuch betreuung braucht bildung
bildungs brief bruder bruch brücke büro chance chor coach daheim das dem den der deren deutsch
die dienst doktor drei drin ehrenamt ein eine eines eltern entlastung er erschöpft erzieherin
erzieher essen fachkraft familie familien familienpflege ferien flucht frau freizeit für fuer
geburt gegen gehört geld gesucht gesundheit gewalt grundschule gruppe gut haushalt hat hilfe
hort ich ihr im in ist jahre jahr jugend jugendamt kann kein keine kinder kind kita klasse
klassen kommt krank krippe kurs kurse kur lehrerin lehrer lehrkraft leitung leute lernen lesen
mama mann männer mit mittelschule moschee muss mutter nach nachbar nachmittag nachhilfe nicht
noch nur oder ohne oma opa ort papa pfarrer pflege plus psychologin psychologe psychiatrie rat
realschule rechte recht sagt schule schüler schwanger sein seit selbst sich sie sind sitzt sohn
sorge spielt spielgruppe spielzeug spricht sucht tagesmutter tochter trennung treff treffen
trinkt telefon und unter unterstützung unbekannt urlaub vater vater-kind verein verloren vom
von vor wald weiß weiss wer werden wie will wir wird wohnung wohnt wohngeld zieht zimmer zu zum
zur zwei vier fünf syrien afghanistan irak ukraine türkei tuerkei kosovo rumänien rumaenien
somalia eritrea nigeria polen kroatien bosnien serbien albanien bulgarien ungarn iran
taufkirchen münchen muenchen bayern unterhaching ottobrunn ismaning afghanisch syrisch
ukrainisch türkisch arabisch deutsche deutscher syrische ukrainische türkische somalische
afghanische muslimische evangelische katholische januar februar märz april mai juni juli august
september oktober november dezember montag dienstag mittwoch donnerstag freitag samstag sonntag
morgen heute gestern st sankt heilige heiliger maria-hilf ms adhs ads sgb hze spfh jas asd bsa
lra vhs menschen volljährige erwachsene geflüchtete mütter väter alleinerziehende
"""

NOT_A_NAME = frozenset(_WORDS.split())

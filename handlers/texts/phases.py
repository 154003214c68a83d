"""The phases of a table in words: titles, who speaks, guiding questions, rules."""

from __future__ import annotations

from consultations.phases import Phase, Voice

TITLES = {
    Phase.ARRIVING: "Ankommen",
    Phase.WILL: "Wille der Familie",
    Phase.UNDERSTANDING: "Verständnisfragen",
    Phase.KEY_QUESTION: "Schlüsselfrage",
    Phase.RESOURCES: "Blick auf Ressourcen",
    Phase.IDEAS: "Ideen",
    Phase.CHOICE: "Auswahl",
    Phase.AGREEMENT: "Vereinbarung",
}
VOICES = {
    Voice.MODERATION: "Moderation",
    Voice.FAMILY: "Familie",
    Voice.ALL: "alle",
    Voice.FAMILY_AND_PRESENTER: "Familie, einbringende Fachkraft",
    Voice.FAMILY_FIRST: "Familie zuerst, dann alle",
    Voice.ADVISERS: "Beratende; die Familie hört zu",
}
WILL = (
    "Was soll anders werden?",
    "Woran würden Sie als Erstes merken, dass es besser ist?",
    "Bis wann?",
    "Was haben Sie schon einmal geschafft, und wer oder was hat dabei geholfen?",
    "Was möchten Sie selbst dafür tun?",
)
QUESTIONS = {
    Phase.ARRIVING: (
        "Wer sitzt hier, und in welcher Aufgabe? Die Familie zuerst.",
        "Laut wiederholen: Die Familie will diesen Tisch und kann jederzeit aufhören; "
        "was hier gesagt wird, bleibt hier.",
        "Was brauchen Sie, um gut mitzureden (Sprache, Begleitung, Pause)?",
    ),
    Phase.WILL: WILL,
    Phase.UNDERSTANDING: (
        "Was haben wir noch nicht verstanden?",
        "Was hat schon geholfen, was nicht?",
        "Nur fragen: noch kein Rat, keine Bewertung.",
    ),
    Phase.KEY_QUESTION: (
        "Welche Frage soll der Tisch heute beantworten?",
        "Ein Satz in den Worten der Familie, auf Papier, sichtbar für alle.",
    ),
    Phase.RESOURCES: (
        "Person und Familie: Was können und haben Sie selbst?",
        "Umfeld: Wer hilft schon – Verwandte, Freunde, Nachbarn?",
        "Ort: Was gibt es hier – Kita, Schule, Verein, Treff?",
        "Stellen und Ämter: Was braucht es dann noch?",
    ),
    Phase.IDEAS: (
        "Reihum, je eine Idee: Was wäre eine Möglichkeit?",
        "Was davon geht gleich, im Umfeld und ohne Antrag?",
        "Keine Debatte: Niemand bewertet oder verteidigt sich.",
    ),
    Phase.CHOICE: (
        "Möchten Sie sich allein beraten? Dann gehen alle anderen hinaus.",
        "Welche Ideen wollen Sie aufgreifen, welche nicht?",
        "Was tun Sie selbst, und wen möchten Sie dabeihaben?",
    ),
    Phase.AGREEMENT: (
        "Wer tut was, bis wann? Auf Papier; das Original bekommt die Familie.",
        "Wann schauen wir zurück? Vorschlag: in sechs Wochen.",
        "Wie war das heute für Sie? Dank an alle.",
    ),
}
RULES = (
    "Der Wille der Familie steht am Anfang und entscheidet am Ende. Sie kann jederzeit aufhören, "
    "ohne Grund und ohne Nachteil.",
    "Die Moderation achtet auf Zeit und Fairness und schlägt selbst keine Lösung vor.",
    "Es spricht, wer in der Phase dran ist. Alle anderen hören zu und unterbrechen nicht.",
    "Verständliche Worte, kurze Sätze, Zeit zum Dolmetschen. Gesprochen wird mit der Familie, "
    "nicht über sie.",
    "Was gesagt wird, bleibt am Tisch. Niemand führt ein Protokoll; der Bot schreibt nichts mit "
    "und speichert nichts vom Inhalt.",
)

"""How languages write numbers: the words that stand around digits and in place of them.

A language that has no table here is read by its digits, its number words and its months only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from briefgen.outline.quantity import Qualifier

Q = Qualifier


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words, in small letters. A `|` in a key parts words of one meaning.

    `qualifiers` stand before a number, `after` behind it; `fillers` may stand between qualifier and number.
    `magnitudes` multiply; `short` ones stand right at the digits (`20m`). `shares` join the two numbers of
    "seven in ten", `spans` those of a range, `pairs` those after "between". `times` follows a number that
    is a factor, `factors` are whole words that are one. `fractions` are the denominators' words; `half` those
    for one half, `half_of` those that are one only before a magnitude ("medio millón"). A number after `multiplied` is
    a factor, as a pattern. `labels` are followed by a number that is a name: "Table 3". `articles` before a magnitude or a
    fraction mean one. `vague` are plurals that stand for an order of magnitude.
    """

    qualifiers: dict[str, Qualifier] = field(default_factory=dict)
    after: dict[str, Qualifier] = field(default_factory=dict)
    fillers: str = ""
    magnitudes: dict[str, int] = field(default_factory=dict)
    short: dict[str, int] = field(default_factory=dict)
    percent: str = "percent"
    points: str = ""
    times: str = ""
    suffixes: str = ""
    factors: dict[str, str] = field(default_factory=dict)
    fractions: dict[str, int] = field(default_factory=dict)
    half: str = ""
    half_of: str = ""
    not_half: str = ""
    multiplied: str = ""
    ordinals: dict[str, int] = field(default_factory=dict)
    vague: dict[str, int] = field(default_factory=dict)
    of: str = ""
    articles: str = ""
    numerals: dict[str, int] = field(default_factory=dict)
    shares: str = ""
    spans: str = "to"
    pairs: str = "and"
    labels: str = ""
    years: str = ""
    durations: str = ""
    minus: str = "minus"
    currencies: dict[str, str] = field(default_factory=dict)


EN = Words(
    qualifiers={
        "more than|over|above|greater than|in excess of|exceeding|exceeds|exceeded|exceed|upwards of|topped"
        "|surpassed|well over|just over|better than": Q.MORE_THAN,
        "less than|fewer than|under|below|just under|well under|short of": Q.LESS_THAN,
        "at least|no less than|no fewer than|not less than|a minimum of": Q.AT_LEAST,
        "at most|no more than|not more than|up to|as many as|as much as|a maximum of": Q.AT_MOST,
        "nearly|almost|approaching|not quite": Q.NEARLY,
        "about|around|some|roughly|approximately|approx.|close to|an estimated|estimated|circa|ca.|c."
        "|on the order of|in the region of|an average of": Q.ABOUT,
    },
    after={"or more|or above|and over|and above|plus|or higher": Q.AT_LEAST,
           "or less|or fewer|or below|or under|or lower": Q.AT_MOST, "or so|approximately": Q.ABOUT},
    fillers="a|an|the|its|their|another|estimated|some|total of|by",
    magnitudes={"hundred": 2, "thousand|thousands": 3, "million|millions|mln|mio": 6,
                "billion|billions|milliard": 9, "trillion|trillions": 12, "dozen": 0},
    short={"k": 3, "m": 6, "mn": 6, "mm": 6, "mln": 6, "b": 9, "bn": 9, "tn": 12, "trn": 12},
    percent="percent|per cent|pct|per-cent",
    points="percentage points|percentage point|percentage-points|percentage-point|points|pp|ppt",
    times="times|fold|×|x",
    suffixes="fold",
    factors={"twice": "2", "thrice": "3", "doubled|doubling|doubles": "2", "tripled|tripling|triples": "3",
             "trebled": "3", "quadrupled|quadrupling": "4", "quintupled": "5"},
    fractions={"third|thirds": 3, "quarter|quarters|fourth|fourths": 4, "fifth|fifths": 5, "sixth|sixths": 6,
               "seventh|sevenths": 7, "eighth|eighths": 8, "ninth|ninths": 9, "tenth|tenths": 10},
    multiplied="multiplied by|(?:by )?a factor of",
    half="half|halves|halved|halving",
    not_half="first|second|last|latter|other|former|better|early|late",
    ordinals={"third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
              "eleventh": 11, "twelfth": 12},
    vague={"dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1000, "millions": 10**6,
           "billions": 10**9, "trillions": 10**12, "tens": 10},
    of="of",
    articles="a|an|one|per",
    shares="in every|in each|out of every|out of|in|of every|of",
    spans="to|through|until",
    pairs="and",
    labels="tables?|figures?|charts?|pages?|pp?\\.|sections?|articles?|chapters?|paragraphs?|notes?|questions?"
    "|steps?|phases?|parts?|annex|appendix|titles?|resolutions?|routes?|highways?|nos?\\.|nr\\.|number|versions?"
    "|v\\.|h\\.\\s?r\\.|p\\.\\s?l\\.|forms?|goals?|types?|categor(?:y|ies)|rooms?|public law|executive order|world war|§+|#"
    "|vol\\.|volumes?|isbn|doi",
    years="fy|fiscal years?|fiscal",
    durations="decades?|years?|months?|weeks?|days?|hours?|minutes?|quarters?|centur(?:y|ies)",
    minus="minus|negative",
    currencies={"u.s. dollars|us dollars|dollars|dollar": "$", "euros|euro": "€", "pounds sterling": "£",
                "pesos": "MXN", "yen": "¥"},
)  # fmt: skip

ES = Words(
    qualifiers={
        "más de|más del|por encima de|por encima del|superior a|superiores a|supera los|superó los|superaron los": Q.MORE_THAN,
        "menos de|menos del|por debajo de|por debajo del|inferior a": Q.LESS_THAN,
        "al menos|por lo menos|como mínimo|no menos de": Q.AT_LEAST,
        "como máximo|hasta|no más de|a lo sumo": Q.AT_MOST,
        "casi|cerca de los": Q.NEARLY,
        "alrededor de|alrededor del|cerca de|unos|unas|aproximadamente|en torno a|cerca del": Q.ABOUT,
    },
    after={"o más": Q.AT_LEAST, "o menos": Q.AT_MOST},
    fillers="el|la|los|las|un|una|unos|unas|del",
    magnitudes={"cien|ciento": 2, "mil": 3, "millón|millones|mill": 6, "mil millones|mmd": 9,
                "billón|billones": 12},
    short={"m": 6, "k": 3},
    percent="por ciento|por cien",
    points="puntos porcentuales|punto porcentual|puntos",
    times="veces",
    factors={"duplicó|duplicaron|duplicado|doble": "2", "triplicó|triplicaron|triplicado|triple": "3",
             "cuadruplicó": "4"},
    fractions={"tercio|tercios|tercera parte": 3, "cuarto|cuartos|cuarta parte": 4, "quinto|quintos": 5,
               "décimo|décima parte": 10},
    half="mitad",
    half_of="medio|media",
    multiplied="multiplic(?:ó|aron|ado|ada|a|an) por",
    not_half="primera|segunda|otra|en|por",
    vague={"decenas": 10, "docenas": 12, "centenares|cientos": 100, "miles": 1000, "millones": 10**6},
    of="de",
    articles="un|una",
    numerals={"un": 1, "una": 1, "veintiún": 21, "veintiuna": 21, "siete": 7},
    shares="de cada",
    spans="a|hasta",
    pairs="y",
    labels="tablas?|cuadros?|figuras?|gráficos?|páginas?|págs?\\.|p\\.|secci(?:ón|ones)|artículos?|capítulos?"
    "|párrafos?|notas?|preguntas?|n\\.º|núm\\.|nº|número|fase|parte|anexo|§+",
    years="año fiscal|ejercicio fiscal|ejercicio|af|años fiscales|ejercicios fiscales",
    durations="décadas?|años?|meses|mes|semanas?|días?|horas?",
    minus="menos",
    currencies={"dólares estadounidenses|dólares|dólar": "$", "euros|euro": "€", "pesos": "MXN"},
)  # fmt: skip

FR = Words(
    qualifiers={
        "plus de|plus d'|plus du|au-dessus de|supérieur à|dépasse|dépassé|dépassent": Q.MORE_THAN,
        "moins de|moins d'|moins du|au-dessous de|inférieur à": Q.LESS_THAN,
        "au moins|au minimum|pas moins de": Q.AT_LEAST,
        "au plus|au maximum|jusqu'à|pas plus de": Q.AT_MOST,
        "presque|près de|près d'|quasi": Q.NEARLY,
        "environ|autour de|à peu près|approximativement|quelque|quelques": Q.ABOUT,
    },
    after={"ou plus": Q.AT_LEAST, "ou moins": Q.AT_MOST, "environ": Q.ABOUT},
    fillers="le|la|les|un|une|des",
    magnitudes={"cents|cent": 2, "mille|milliers": 3, "million|millions|mio": 6, "milliard|milliards|md|mds": 9,
                "billion|billions": 12},
    short={"m": 6, "k": 3},
    percent="pour cent|pourcent",
    points="points de pourcentage|point de pourcentage|points",
    times="fois",
    factors={"doublé|doublent|doubler|double": "2", "triplé|triple": "3", "quadruplé": "4", "décuplé": "10"},
    fractions={"tiers": 3, "quart|quarts": 4, "cinquième|cinquièmes": 5, "dixième|dixièmes": 10},
    half="moitié",
    half_of="demi",
    multiplied="multipliée?s? par",
    not_half="première|seconde|autre",
    vague={"dizaines": 10, "douzaines": 12, "centaines": 100, "milliers": 1000, "millions": 10**6,
           "milliards": 10**9},
    of="de|d'",
    articles="un|une|le",
    numerals={"une": 1, "vingt et une": 21},
    shares="sur",
    spans="à|jusqu'à",
    pairs="et",
    labels="tableaux?|figures?|graphiques?|pages?|pp?\\.|sections?|articles?|chapitres?|paragraphes?|notes?"
    "|questions?|n°|no\\.|numéro|phase|partie|annexe|§+",
    years="exercice|exercices|exercice budgétaire|exercices budgétaires",
    durations="décennies?|ans?|années?|mois|semaines?|jours?|heures?",
    minus="moins",
    currencies={"dollars américains|dollars|dollar": "$", "euros|euro": "€", "pesos": "MXN"},
)  # fmt: skip

DE = Words(
    qualifiers={
        "mehr als|über|oberhalb von|gut": Q.MORE_THAN,
        "weniger als|unter|unterhalb von": Q.LESS_THAN,
        "mindestens|wenigstens|nicht weniger als": Q.AT_LEAST,
        "höchstens|bis zu|maximal|nicht mehr als": Q.AT_MOST,
        "fast|beinahe|nahezu|knapp": Q.NEARLY,
        "etwa|rund|ungefähr|circa|ca.|gegen|um die|schätzungsweise": Q.ABOUT,
    },
    after={"oder mehr": Q.AT_LEAST, "oder weniger": Q.AT_MOST},
    fillers="die|der|das|den|ein|eine|einen",
    magnitudes={"hundert": 2, "tausend|tsd": 3, "million|millionen|mio": 6, "milliarde|milliarden|mrd": 9,
                "billion|billionen": 12},
    short={"k": 3},
    percent="prozent|v.h.",
    points="prozentpunkte|prozentpunkten|prozentpunkt",
    times="mal|fache|fach",
    suffixes="fach|fache|fachen|mal",
    factors={"verdoppelt|verdoppelte|doppelt": "2", "verdreifacht": "3", "vervierfacht": "4",
             "versiebenfacht": "7", "verzehnfacht": "10"},
    fractions={"drittel": 3, "viertel": 4, "fünftel": 5, "zehntel": 10},
    half="hälfte|halbiert|halbierte",
    half_of="halbe",
    not_half="erste|ersten|zweite|zweiten|andere",
    vague={"dutzende": 12, "hunderte": 100, "tausende": 1000, "zehntausende": 10_000,
           "hunderttausende": 100_000, "millionen": 10**6, "milliarden": 10**9},
    of="von",
    articles="ein|eine|einen|einer",
    numerals={"eine": 1, "einen": 1, "einer": 1, "zwo": 2},
    shares="von|unter",
    spans="bis",
    pairs="und",
    labels="tabellen?|abbildung(?:en)?|abb\\.|seiten?|s\\.|abschnitt|artikel|kapitel|absatz|absätze|anmerkung(?:en)?"
    "|fragen?|nr\\.|nummer|phase|teil|anhang|§+",
    years="haushaltsjahr(?:e|en)?|geschäftsjahr(?:e|en)?|fiskaljahr(?:e|en|s)?",
    durations="jahrzehnte?n?|jahre?n?|monate?n?|wochen?|tage?n?|stunden?",
    currencies={"us-dollar|dollar": "$", "euro|euros": "€", "peso|pesos": "MXN"},
)  # fmt: skip

WORDS: dict[str, Words] = {"en": EN, "es": ES, "fr": FR, "de": DE}

# Signs of currencies and the codes that stand for the same, in every language. A dollar is a dollar: which
# one is the text's to say.
SIGNS = {"US$": "$", "C$": "C$", "A$": "A$", "R$": "BRL", "$": "$", "€": "€", "£": "£", "¥": "¥", "₹": "₹",
         "₴": "₴", "zł": "zł", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "UAH": "₴",
         "PLN": "zł", "MXN": "MXN", "CHF": "CHF", "CAD": "C$", "AUD": "A$", "CNY": "CNY", "BRL": "BRL"}  # fmt: skip
# Units that may stand right at the digits; other letters there make an identifier of them (`5G`, `3D`).
UNITS = frozenset(
    [
        "kg",
        "g",
        "mg",
        "t",
        "kt",
        "mt",
        "lb",
        "lbs",
        "oz",
        "km",
        "m",
        "cm",
        "mm",
        "nm",
        "ft",
        "mi",
        "ha",
        "l",
        "ml",
        "s",
        "min",
        "h",
        "hr",
        "hrs",
        "kw",
        "mw",
        "gw",
        "kwh",
        "mwh",
        "gwh",
        "twh",
        "mb",
        "gb",
        "tb",
        "kb",
        "pt",
        "px",
        "c",
        "f",
        "bp",
    ]
)
GLYPHS = {
    "½": Decimal("0.5"),
    "¼": Decimal("0.25"),
    "¾": Decimal("0.75"),
    "⅓": Decimal(1) / 3,
    "⅔": Decimal(2) / 3,
}

"""German."""

import re
from functools import lru_cache

from alwrity.features.seo.lexicon.lexicon import (
    Lexicon,
    by_first_word,
    ending_in,
    replacements,
    word_set,
)

_FUNCTION_WORDS = word_set("""
der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner keines
dieser diese dieses diesen diesem jener jene jenes jeder jede jedes jeden jedem alle allen aller
alles manche mancher manches viele vielen viel wenige wenig mehr mehrere solche solcher beide
beiden ich du er sie es wir ihr mich dich ihn uns euch mir dir ihm ihnen sich man wer was wen wem
welche welcher welches welchen mein meine meinen dein deine sein seine seinen seiner seinem ihre
ihren ihrem ihrer unser unsere unseren euer eure jemand niemand etwas nichts selbst bin bist ist
sind seid war waren wäre wären gewesen habe hast hat haben hatte hatten hätte hätten werde wird
werden wurde wurden würde würden worden geworden kann können konnte konnten könnte könnten muss
müssen musste mussten müsste soll sollen sollte sollten will wollen wollte darf dürfen durfte mag
möchte möchten lässt lassen und oder aber denn sondern doch weil dass ob wenn als wie während
obwohl damit bevor nachdem sobald solange sofern falls indem sodass bis seit je desto sowie sowohl
weder noch entweder in im an am auf aus bei beim mit nach von vom vor zu zum zur über unter neben
zwischen durch für gegen ohne um wegen trotz statt innerhalb außerhalb gegenüber entlang ab pro
hinter ins ans nicht nur auch schon sehr so dann da dort hier nun jetzt immer nie wieder ganz etwa
fast eher also dabei dafür dagegen daher darum deshalb dazu davon daran darauf darin darüber hin
her wo wohin woher warum weshalb zwar ja nein mal eben einfach
""")

_TRANSITIONS = by_first_word(
    "aber, auch, außerdem, zudem, ferner, ebenso, ebenfalls, gleichfalls, überdies, darüber "
    "hinaus, dazu, hinzu kommt, jedoch, dennoch, doch, trotzdem, allerdings, hingegen, dagegen, "
    "vielmehr, stattdessen, andererseits, einerseits, im gegensatz, im gegenteil, obwohl, "
    "während, zwar, sondern, weil, denn, da, daher, deshalb, darum, deswegen, somit, folglich, "
    "also, infolgedessen, demnach, aus diesem grund, wegen, dadurch, damit, sodass, so dass, "
    "zuerst, zunächst, erstens, zweitens, drittens, dann, danach, anschließend, schließlich, "
    "zuletzt, endlich, inzwischen, gleichzeitig, später, früher, vorher, bevor, nachdem, sobald, "
    "solange, als, wenn, falls, sofern, zum beispiel, beispielsweise, etwa, nämlich, "
    "insbesondere, besonders, vor allem, das heißt, mit anderen worten, kurz gesagt, im "
    "allgemeinen, im grunde, tatsächlich, in der tat, natürlich, insgesamt, zusammenfassend, "
    "letztlich, am ende, auf diese weise, nicht nur, sowohl, weder, entweder, im vergleich, "
    "ähnlich, genauso, statt, trotz, unterdessen"
)

_WORDY = replacements("""
zum jetzigen zeitpunkt > jetzt
zum gegenwärtigen zeitpunkt > jetzt
in der heutigen zeit > heute
aufgrund der tatsache dass > weil
trotz der tatsache dass > obwohl
für den fall dass > falls
im falle dass > falls
in der lage sein > können
ist in der lage > kann
sind in der lage > können
zum zwecke > für
im hinblick auf > für
in bezug auf > zu
hinsichtlich > zu
seitens > von
mittels > mit
eine vielzahl von > viele
eine große anzahl von > viele
eine reihe von > mehrere
in regelmäßigen abständen > regelmäßig
zur anwendung kommen > gelten
zum einsatz kommen > dienen
in betracht ziehen > erwägen
unter beweis stellen > beweisen
es ist wichtig zu beachten dass >
an dieser stelle sei erwähnt dass >
grundsätzlich >
im endeffekt >
letzten endes >
sozusagen >
quasi >
gewissermaßen >
im prinzip >
durchführen > machen
beinhaltet > enthält
beinhalten > enthalten
diesbezüglich > dazu
nichtsdestotrotz > trotzdem
""")

_IRREGULAR = word_set("""
getan gegangen gestanden verstanden entstanden gefunden erfunden empfunden verbunden begonnen
gewonnen genommen vernommen übernommen angenommen gegeben vergeben angegeben ergeben gesehen
angesehen gelesen geschrieben beschrieben verschrieben getrieben betrieben vertrieben geblieben
gehalten erhalten enthalten behalten verhalten gelassen verlassen entlassen erlassen getroffen
betroffen gesprochen versprochen besprochen gebrochen unterbrochen entschieden unterschieden
vermieden geschlossen beschlossen ausgeschlossen verloren geboren erhoben gehoben verschoben
geboten verboten gezogen bezogen erzogen vollzogen geworfen entworfen verworfen gestorben geholfen
bewiesen verwiesen überwiesen hingewiesen erfahren gefahren getragen übertragen beigetragen
vergessen gemessen vergangen verraten beraten geladen unternommen wahrgenommen zerrissen
verglichen vertreten betreten erschienen verliehen gestohlen befohlen empfohlen besessen vergraben
gefangen empfangen
gegessen getrunken gebacken geschnitten gewaschen gegossen gebunden gesungen gesprungen geschoben
gestrichen gewogen gerufen gestiegen gemieden gelegen geraten gefallen gehangen gegriffen
angeboten aufgenommen aufgerufen eingegeben ausgegeben weitergegeben vorgesehen zugelassen
""")

_NOT_PARTICIPLES = word_set("""
gegen gehen geben gestern genau gering geht gibt gern gerne gesamt gesamten gesundheit geschäft
gebiet gesicht gericht gewicht gehört gefällt gelingt genügt gilt beginnt besteht bekommt bleibt
verdient verhält versucht versteht vergeht entsteht entspricht enthält erhält ergibt erscheint
gemeint geeignet bekannt berechtigt beliebt bereit verwandt geschweige gesetzt bericht begriff
erst ernst verlust gut geist gast gerät geduld gewalt gestalt gehalt bestimmt
""")

_VOWELS = re.compile("[aeiouyäöü]+")
_HIATUS = re.compile("[aeouäöü]i?e[aou]|io|ia|iu|eu?e[a-z]|ue(?!r?b)|eua|ea|[aeiou]{2}u")


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """Vowel groups; two vowels that are always spoken apart count as two."""
    return max(1, len(_VOWELS.findall(word)) + len(_HIATUS.findall(word)))


GERMAN = Lexicon(
    language="de",
    function_words=_FUNCTION_WORDS,
    articles=word_set("der die das den dem des ein eine einen einem einer eines"),
    transitions=_TRANSITIONS,
    wordy=_WORDY,
    auxiliaries=word_set("werde wirst wird werdet werden wurde wurdest wurden worden würde würden"),
    participle=ending_in(
        "^(?:ab|an|auf|aus|bei|durch|ein|fest|her|hin|mit|nach|vor|weg|weiter|zu|zurück|zusammen)?"
        "ge[a-zäöüß]{2,}t$|^(?:be|emp|ent|er|ver|zer|über|unter|wider)[a-zäöüß]{3,}t$|iert$",
        _IRREGULAR,
        _NOT_PARTICIPLES,
    ),
    participle_follows=False,
    syllables=syllables,
    endings=("ern", "en", "er", "es", "em", "e", "n", "s"),
    full=True,
)

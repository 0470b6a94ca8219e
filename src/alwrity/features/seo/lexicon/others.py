"""Function words of languages of which no more is known."""

from alwrity.features.seo.lexicon.lexicon import Lexicon, word_set

_FRENCH = word_set("""
le la les l un une des du de d au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos
votre vos leur leurs je j tu il elle on nous vous ils elles me m te t se s lui y en moi toi eux
qui que qu quoi dont où quel quelle quels quelles et ou mais donc or ni car si comme quand lorsque
puisque parce à dans par pour sur sous avec sans entre vers chez contre depuis pendant avant après
jusque dès ne n pas plus moins très bien aussi encore déjà toujours jamais rien tout toute tous
toutes même mêmes autre autres est sont était étaient être été a ont avait avaient avoir eu sera
seront soit peut peuvent pouvait faut fait c ça cela ceci celui celle ceux celles là ici ainsi
alors peu trop beaucoup chaque quelques plusieurs aucun aucune c'est s'il qu'il qu'on d'un d'une
n'est l'on j'ai
""")

_SPANISH = word_set("""
el la los las lo un una unos unas de del al a en con por para sin sobre entre hasta desde hacia
según contra durante tras ante bajo y e o u ni pero sino que quien quienes cual cuales cuyo cuya
donde cuando como si porque aunque mientras pues yo tú él ella ello nosotros vosotros ellos ellas
usted ustedes me te se nos os le les mi mis tu tus su sus nuestro nuestra nuestros nuestras este
esta estos estas ese esa esos esas aquel aquella esto eso no sí más menos muy mucho mucha muchos
muchas poco todo toda todos todas otro otra otros otras cada algún alguna algunos algunas ningún
ninguna nada algo ya también tampoco solo sólo así bien tan tanto es son era eran ser sido fue
fueron está están estar estaba ha han había haber hay puede pueden debe deben tiene tienen hace
qué cómo
""")

_ITALIAN = word_set("""
il lo la i gli le l un uno una di a da in con su per tra fra del dello della dell dei degli delle
al allo alla all ai agli alle dal dalla dall dai dalle nel nella nell nei nelle sul sulla sull sui
sulle e ed o ma se che chi cui quale quali quando dove come perché poiché mentre anche però quindi
dunque né io tu lui lei noi voi loro mi ti si ci vi ne li mio mia tuo tua suo sua suoi sue nostro
nostra vostro questo questa questi queste quello quella quelli quelle non più meno molto molti
molte poco tutto tutta tutti tutte altro altra altri altre ogni qualche nessun nessuna niente già
ancora sempre mai solo così bene è sono era erano essere stato stata stati ha hanno aveva avere
può possono deve devono fa c'è cosa
""")

_PORTUGUESE = word_set("""
o a os as um uma uns umas de do da dos das em no na nos nas ao à aos às por pelo pela pelos pelas
para com sem sob sobre entre até desde contra durante após perante e ou mas nem que quem qual
quais cujo onde quando como se porque pois embora enquanto eu tu ele ela nós vós eles elas você
vocês me te se lhe lhes meu minha teu tua seu sua seus suas nosso nossa este esta estes estas esse
essa esses essas aquele aquela isto isso aquilo não sim mais menos muito muita muitos muitas pouco
todo toda todos todas outro outra outros outras cada algum alguma alguns algumas nenhum nada algo
já também só assim bem tão é são era eram ser sido foi foram está estão estar estava há tem têm
tinha ter pode podem deve devem faz num numa deste desta nesse neste nessa
""")

_DUTCH = word_set("""
de het een der den des dit dat deze die ik jij je u hij zij ze wij we jullie mij me hem haar ons
hen hun mijn jouw uw zijn onze wie wat welke welk waar wanneer hoe waarom en of maar want dus als
dan toen omdat doordat hoewel terwijl zodat voordat nadat tenzij in op aan bij met van voor naar
tot uit over onder tussen door tegen zonder om rond sinds tijdens na te er hier daar niet geen wel
ook nog al alle alles veel meer meest minder weinig enkele sommige elk elke ieder iedere ander
andere zo zeer erg heel toch echter alleen weer steeds altijd nooit vaak soms nu is ben bent was
waren wordt worden werd werden heeft heb hebben had hadden kan kunnen kon moet moeten zal zullen
zou zouden mag mogen wil willen gaat men iets niets iemand niemand zelf eens
""")

_SWEDISH = word_set("""
en ett den det de dem dess deras denna detta dessa jag du han hon vi ni mig dig honom henne oss er
sig min mitt mina din ditt dina sin sitt sina vår vårt våra vem vad vilken vilket vilka som när
var hur varför och eller men för att om så då eftersom medan innan efter sedan utan trots i på av
med till från hos under över mellan mot vid genom kring bland åt ur inte ingen inget inga någon
något några alla allt all varje mycket mer mest mindre många få andra annan annat samma också bara
även redan ännu alltid aldrig ofta här där nu är var varit vara blir blev bli har hade haft ha kan
kunde ska skulle vill måste får fick man än ju väl
""")

OTHERS = (
    Lexicon("fr", _FRENCH, long_sentence=25),
    Lexicon("es", _SPANISH, long_sentence=25),
    Lexicon("it", _ITALIAN, long_sentence=25),
    Lexicon("pt", _PORTUGUESE, long_sentence=25),
    Lexicon("nl", _DUTCH),
    Lexicon("sv", _SWEDISH),
)

"""English."""

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
a an the this that these those my your his her its our their some any no every each either neither
both all many much more most few fewer less least several enough such what which whose another
other i you he she it we they me him us them mine yours hers ours theirs myself yourself himself
herself itself ourselves yourselves themselves who whom whoever whatever whichever someone
somebody something anyone anybody anything everyone everybody everything nobody nothing none one
ones am is are was were be been being have has had having do does did doing done can could may
might must shall should will would ought need dare used get gets got let lets isn't aren't wasn't
weren't don't doesn't didn't can't cannot couldn't won't wouldn't shouldn't haven't hasn't hadn't
it's that's there's here's what's i'm i've i'll i'd you're you've you'll you'd he's she's we're
we've we'll we'd they're they've they'll they'd let's about above across after against along among
around as at before behind below beneath beside besides between beyond but by despite down during
except for from in inside into like near of off on onto out outside over past per since than
through throughout till to toward towards under underneath until unto up upon via with within
without and or nor so yet if because although though unless while whereas when where why how
whether once whenever wherever not only also too very just even still already always never often
sometimes ever again almost quite rather then there here now thus hence however therefore perhaps
maybe well own same else instead
""")

_TRANSITIONS = by_first_word(
    "also, besides, moreover, furthermore, additionally, likewise, similarly, equally, again, "
    "too, but, however, yet, still, nevertheless, nonetheless, instead, otherwise, conversely, "
    "although, though, whereas, while, unlike, despite, rather, because, since, therefore, thus, "
    "hence, consequently, accordingly, so, then, next, first, firstly, second, secondly, third, "
    "thirdly, finally, lastly, meanwhile, afterwards, afterward, later, before, after, until, "
    "when, whenever, once, eventually, previously, subsequently, currently, initially, indeed, "
    "certainly, naturally, obviously, clearly, specifically, particularly, especially, namely, "
    "notably, generally, usually, if, unless, even if, even though, in fact, in addition, in "
    "contrast, in other words, in short, in turn, in the end, in the meantime, in the same way, "
    "in particular, in general, in spite of, in case, on the other hand, on the contrary, on top "
    "of, on the whole, as a result, as well, as soon as, as long as, as if, as though, at first, "
    "at last, at the same time, at least, after all, above all, for example, for instance, for "
    "this reason, for that reason, for one thing, by contrast, by comparison, by then, because "
    "of, due to, owing to, thanks to, that is, that is why, that said, this means, this is why, "
    "to begin with, to sum up, to conclude, to illustrate, so that, such as, provided that, "
    "rather than, not only, of course, with this in mind, all in all, all the same, more "
    "importantly, most importantly, what is more"
)

_WORDY = replacements("""
in order to > to
in order for > for
so as to > to
due to the fact that > because
owing to the fact that > because
in spite of the fact that > although
despite the fact that > although
in the event that > if
on the condition that > if
at this point in time > now
at the present time > now
at that point in time > then
in the near future > soon
in the process of >
a large number of > many
a majority of > most
a number of > several
the vast majority of > most
for the purpose of > for
with regard to > about
with respect to > about
in regard to > about
in relation to > about
in terms of > in
on a daily basis > daily
on a regular basis > regularly
is able to > can
are able to > can
has the ability to > can
have the ability to > can
make use of > use
makes use of > uses
making use of > using
take into consideration > consider
in close proximity to > near
prior to > before
subsequent to > after
by means of > by
each and every > every
first and foremost > first
it is important to note that >
it should be noted that >
it is worth noting that >
it goes without saying that >
needless to say >
as a matter of fact >
at the end of the day >
when all is said and done >
in today's world > today
in today's fast-paced world > today
in today's digital age > today
utilize > use
utilizes > uses
utilizing > using
utilise > use
utilises > uses
utilising > using
leverage > use
leverages > uses
leveraging > using
commence > begin
commences > begins
endeavor > try
endeavour > try
facilitate > help
facilitates > helps
terminate > end
ascertain > find out
elucidate > explain
a plethora of > many
a myriad of > many
a wide range of > many
a wide variety of > many
delve into > look at
delves into > looks at
basically >
essentially >
literally >
actually >
very unique > unique
completely eliminate > eliminate
end result > result
future plans > plans
past history > history
""")

_IRREGULAR = word_set("""
beaten become begun bent bet bitten bled blown born borne bought bound bred broken brought built
burnt burst cast caught chosen come cut dealt dealt done drawn driven drunk dug eaten fallen fed
felt fought flown forbidden foreseen forgiven forgotten found frozen given gone ground grown heard
held hidden hit hung hurt kept knit known laid lain learnt led left lent let lit lost made meant
met mistaken mown overcome overtaken paid proven put quit read rewritten ridden risen run said
sawn seen sent set sewn shaken shed shot shown shrunk shut slain slit smelt sold sought sown spelt
spent spilt spoilt split spoken spread spun stolen struck stuck stung sung sunk swept sworn swum
swung taken taught thought thrown told torn trodden undergone understood undertaken undone upheld
upset withdrawn withheld won woken worn woven wound written
""")

# Adjectives and nouns in -ed that follow "be" without a passive.
_NOT_PARTICIPLES = word_set("""
red bed shed need indeed speed feed seed exceed proceed succeed hundred sacred naked wicked rugged
ragged interested tired excited bored worried pleased delighted supposed used
""")

_VOWELS = re.compile("[aeiouy]+")
# Neighbouring vowels that are spoken apart, and endings without a written vowel.
_APART = re.compile(
    "(?<![tcsgxl])i[aou]|^lio|(?<![gcp])eo|[rd]eas?$|creat|react|real(?=i)|[aeouy]ing$|(?<![qg])ua|uou"
    "|sc?ie(?=n)|quie|die[t]|poe[mt]|sm$|thm$|[^aeiouy]l?ien[ct]"
)
# A written e that is not spoken, at the end or before a suffix.
_SILENT = re.compile(
    "(?:[^aeiouyl]|[aeiouy]l)e$|[^aeiouytd]ed$|[^aeiouysxzcgh]es$|^some(?=[a-z])"
    "|[^aeiouy]e(?=(?:ly|ments?|ful|fully|less|ness|where|thing|times)$)|^busin|^every(?=[a-z])"
)


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """Vowel groups, less a silent e; right for about 19 of 20 running words."""
    if not word.isascii():
        word = "".join(c if c.isascii() else "e" for c in word)
    apart, silent = len(_APART.findall(word)), len(_SILENT.findall(word))
    return max(1, len(_VOWELS.findall(word)) + apart - silent)


ENGLISH = Lexicon(
    language="en",
    function_words=_FUNCTION_WORDS,
    articles=word_set("a an the"),
    transitions=_TRANSITIONS,
    wordy=_WORDY,
    auxiliaries=word_set("am is are was were be been being isn't aren't wasn't weren't gets got"),
    participle=ending_in("[a-z]{2}ed$", _IRREGULAR, _NOT_PARTICIPLES),
    syllables=syllables,
    endings=("'s", "\u2019s", "ings", "ing", "ies", "ied", "es", "ed", "s", "e", "y"),
    full=True,
)

"""The engines of `make clients`, in the order of the overview."""

from __future__ import annotations

from tools.clients.claws import CLAWS
from tools.clients.firefox import FIREFOX
from tools.clients.html_validate import HTML_VALIDATE
from tools.clients.libreoffice import LIBREOFFICE
from tools.clients.mutt import MUTT
from tools.clients.nouns import Engine
from tools.clients.nu import NU
from tools.clients.roundcube import ROUNDCUBE
from tools.clients.rspamd import RSPAMD
from tools.clients.spamassassin import SPAMASSASSIN
from tools.clients.text_browsers import LYNX, W3M
from tools.clients.thunderbird import THUNDERBIRD
from tools.clients.webkit import WEBKIT

ENGINES: tuple[Engine, ...] = (
    WEBKIT,
    FIREFOX,
    THUNDERBIRD,
    CLAWS,
    ROUNDCUBE,
    LIBREOFFICE,
    LYNX,
    W3M,
    MUTT,
    SPAMASSASSIN,
    RSPAMD,
    NU,
    HTML_VALIDATE,
)

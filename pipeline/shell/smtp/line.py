"""One connection to a relay, and one message after another over it.

The envelope goes out in one write where the relay offers PIPELINING (RFC 2920): with 20 ms to the relay that
is twice as fast as asking and waiting three times. Messages come with their dots doubled and the last dot
behind them, so that nothing is looked at again for each reader.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from pathlib import Path

from pipeline.errors import RelayError
from pipeline.model.delivery import Phase, Reply
from pipeline.model.settings import Relay

_OK, _GO_ON = 2, 354


class Line(smtplib.SMTP):
    """An open connection; made by `open_line`. `deliver` never raises for what the relay does."""

    dot_timeout = 600.0

    @property
    def is_open(self) -> bool:
        return self.sock is not None

    def deliver(self, sender: str, reader: str, message: bytes) -> Reply:
        """Hands over one message to one reader; returns the answer that settled it.

        `message` ends with the line that has only a dot. What broke comes back with code 0; the connection is
        closed then, and after 421.
        """
        mail = self._mail_command(sender, len(message))
        rcpt = f"RCPT TO:<{reader}>\r\n"
        try:
            reply = self._pipelined(mail, rcpt) if self.has_extn("pipelining") else self._in_turn(mail, rcpt)
        except (OSError, smtplib.SMTPException) as error:
            return self._broken(Phase.MAIL, error)
        if reply is not None:
            return self._after(reply)
        try:
            self.send(message)
        except (OSError, smtplib.SMTPException) as error:
            # Not all of it was taken from us, and the dot comes last.
            return self._broken(Phase.BODY, error)
        return self._after(self._at_the_dot())

    def hang_up(self) -> None:
        """Says goodbye where that is possible, and closes."""
        try:
            if self.sock is not None:
                self.sock.settimeout(5)
                self.quit()
        except (OSError, smtplib.SMTPException):
            pass
        finally:
            self.close()

    def _mail_command(self, sender: str, size: int) -> str:
        told = f" SIZE={size}" if self.has_extn("size") else ""
        return f"MAIL FROM:<{sender}>{told}\r\n"

    def _pipelined(self, mail: str, rcpt: str) -> Reply | None:
        """Returns the refusal, None when the relay waits for the message."""
        self.send(f"{mail}{rcpt}DATA\r\n")
        answers = [
            self._answer(phase) for phase in (Phase.MAIL, Phase.RCPT, Phase.DATA) if self.sock is not None
        ]
        refused = next((one for one in answers if not _is_good(one)), None)
        if refused is not None and answers[-1].code == _GO_ON and self.sock is not None:
            # It waits for a message that has no reader (RFC 2920, 3.1): an empty one.
            self._send_nothing()
        return refused

    def _send_nothing(self) -> None:
        try:
            self.send(".\r\n")
            self.getreply()
        except (OSError, smtplib.SMTPException):
            self.close()

    def _in_turn(self, mail: str, rcpt: str) -> Reply | None:
        for phase, command in ((Phase.MAIL, mail), (Phase.RCPT, rcpt), (Phase.DATA, "DATA\r\n")):
            self.send(command)
            answer = self._answer(phase)
            if not _is_good(answer):
                return answer
        return None

    def _answer(self, phase: Phase) -> Reply:
        try:
            code, text = self.getreply()
        except (OSError, smtplib.SMTPException) as error:
            return self._broken(phase, error)
        reply = Reply(phase, code, text.decode("utf-8", "replace"))
        if code == 421:
            self.close()
        return reply

    def _at_the_dot(self) -> Reply:
        usual = self.timeout
        if self.sock is not None:
            # A relay may take ten minutes here (RFC 5321, 4.5.3.2.6); leaving early makes doubles.
            self.sock.settimeout(self.dot_timeout)
        answer = self._answer(Phase.DOT)
        if self.sock is not None:
            self.sock.settimeout(usual)
        return answer

    def _after(self, reply: Reply) -> Reply:
        """Clears what a refusal left behind, so that the next message begins anew."""
        if reply.code // 100 != _OK and self.sock is not None:
            try:
                if self.rset()[0] // 100 != _OK:
                    self.close()
            except (OSError, smtplib.SMTPException):
                self.close()
        return reply

    def _broken(self, phase: Phase, error: Exception) -> Reply:
        self.close()
        return Reply(phase, 0, str(error) or type(error).__name__)


class _TlsLine(Line, smtplib.SMTP_SSL):
    """The same, with TLS from the first byte."""


def open_line(relay: Relay, *, password: str, hello: str, timeout: float, dot_timeout: float) -> Line:
    """Connects, begins TLS, logs in. `hello` is the name we give ourselves. Raises RelayError."""
    where = f"{relay.host}:{relay.port}"
    try:
        line = _connect(relay, hello, timeout)
    except smtplib.SMTPResponseException as error:
        raise _refused(where, error) from error
    except ssl.SSLCertVerificationError as error:
        raise RelayError(
            f"{where}: its certificate is not good ({error.verify_message})", is_ours=True
        ) from error
    except (OSError, smtplib.SMTPException) as error:
        raise RelayError(f"{where}: no connection ({error})") from error
    line.dot_timeout = dot_timeout
    try:
        _begin(line, relay, password)
    except smtplib.SMTPResponseException as error:
        line.close()
        raise _refused(where, error) from error
    except smtplib.SMTPNotSupportedError as error:
        line.close()
        raise RelayError(f"{where}: {error}", is_ours=True) from error
    except ssl.SSLCertVerificationError as error:
        line.close()
        raise RelayError(
            f"{where}: its certificate is not good ({error.verify_message})", is_ours=True
        ) from error
    except (OSError, smtplib.SMTPException) as error:
        line.close()
        raise RelayError(f"{where}: the connection broke ({error})") from error
    return line


def _connect(relay: Relay, hello: str, timeout: float) -> Line:
    if relay.tls == "tls":
        return _TlsLine(relay.host, relay.port, hello, timeout=timeout, context=_context(relay))
    return Line(relay.host, relay.port, hello, timeout=timeout)


def _begin(line: Line, relay: Relay, password: str) -> None:
    if line.sock is not None:
        # The last, small piece of a message must not wait for an answer to the piece before it.
        line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    line.ehlo_or_helo_if_needed()
    if relay.tls == "starttls":
        line.starttls(context=_context(relay))
        line.ehlo_or_helo_if_needed()
    if relay.user:
        line.login(relay.user, password)


def _context(relay: Relay) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(Path(relay.ca_file)) if relay.ca_file else None)


def _refused(where: str, error: smtplib.SMTPResponseException) -> RelayError:
    said = error.smtp_error
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return RelayError(f"{where}: {error.smtp_code} {text}", is_ours=500 <= error.smtp_code < 600)


def _is_good(reply: Reply) -> bool:
    return reply.code == _GO_ON if reply.phase is Phase.DATA else reply.code // 100 == _OK

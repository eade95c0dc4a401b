"""The one exception tree. Every layer may import it; it imports nothing.

    MilkglassError                  base: ``code``, ``message``, ``hint``
    ├── UsageError                  the call or the input is wrong
    │   ├── RulesetError            a rule file or a masking option does not fit
    │   │   └── RulesFileError      a rules file does not compile; carries every fault
    │   └── FormatError             a text is not the format it should be (sealed value, keyring row, entry)
    ├── MissingPartError            a program, package, file or service that is needed is not there
    ├── StorageError                a disk or database refused; nothing was done
    ├── KeysError                   no usable key, a wrong passphrase, a key that does not fit
    │   └── OpenError               a sealed value does not open with the keys at hand
    ├── IdentityError               who is asking could not be proved
    │   ├── SignInError             name, password or session refused
    │   └── StepUpError             second factor missing, refused or locked
    ├── AccessError                 who is asking is known and may not
    │   ├── DeniedError             policy or role says no
    │   ├── StateError              the request or grant is not in a state that allows this
    │   └── ScopeError              outside the grant's scope or window
    ├── AuditError                  the record could not be written; therefore nothing was disclosed
    └── VerifyError                 evidence does not verify

Rules. ``code`` is stable, lower-case, dotted, and part of the API. ``message`` is one lower-case clause without a full stop and
carries **no value** (no log text, no plaintext, no secret, no sealed value); ids of requests, grants, entries and names of
kinds, services and files may stand in it. ``hint`` says the next step.
"""

from __future__ import annotations


class MilkglassError(Exception):
    """Base of every error raised on purpose.

    Args:
        message: One lower-case clause, no full stop, no value.
        code: Stable dotted code; defaults to the class's own.
        hint: What to do next, or empty.
    """

    code = "error"

    def __init__(self, message: str, *, code: str | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.hint = hint


class UsageError(MilkglassError):
    """The call or the input is wrong; raised before anything happened."""

    code = "usage"


class RulesetError(UsageError):
    """A rule file or a masking option does not fit; raised when a ruleset is compiled, never while masking."""

    code = "usage.ruleset"


class RulesFileError(RulesetError):
    """A rules file does not compile. Names files, rules and kinds, and none of the words and values in the file.

    Args:
        message: As in :class:`MilkglassError`.
        faults: All that is wrong: ``milkglass.masking.rules.RuleFault``, in the order of the file.
        hint: As in :class:`MilkglassError`; with several faults a line for each.
    """

    code = "usage.ruleset.file"

    def __init__(self, message: str, *, faults: tuple[object, ...] = (), hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.faults = faults


class FormatError(UsageError):
    """A text is not in the format it should be; carries positions, never the text."""

    code = "usage.format"


class MissingPartError(MilkglassError):
    """A program, package, file or service that is needed is not there."""

    code = "missing"


class StorageError(MilkglassError):
    """A disk or database refused (full, read-only, locked); nothing was done."""

    code = "storage"


class KeysError(MilkglassError):
    """No usable key: wrong passphrase, missing or foreign file, expired pair."""

    code = "keys"


class OpenError(KeysError):
    """A sealed value does not open with the keys at hand; says nothing about why the cipher refused."""

    code = "keys.open"


class IdentityError(MilkglassError):
    """Who is asking could not be proved."""

    code = "identity"


class SignInError(IdentityError):
    """Name, password or session refused; uniform, so that it tells nobody which."""

    code = "identity.sign_in"


class StepUpError(IdentityError):
    """The second factor is missing, refused or locked."""

    code = "identity.step_up"


class AccessError(MilkglassError):
    """Who is asking is known, and may not."""

    code = "access"


class DeniedError(AccessError):
    """Policy, role or the state of the world says no."""

    code = "access.denied"


class StateError(AccessError):
    """The request or grant is not in a state that allows this (decided, withdrawn, ended)."""

    code = "access.state"


class ScopeError(AccessError):
    """Outside the services, kinds, log time or window of the grant."""

    code = "access.scope"


class AuditError(MilkglassError):
    """The record could not be made durable; therefore the effect did not happen."""

    code = "audit"


class VerifyError(MilkglassError):
    """Evidence does not verify; ``code`` names the fault."""

    code = "verify"

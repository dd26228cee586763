"""What hands a story over to others as one file, and checks such a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from storyver.model import Bundled, BundleVerification


def bundle(
    story: Path | str | Sequence[Path | str],
    target: Path,
    *,
    archive: Path | None = None,
    sign: Sequence[Path] = (),
    timestamps: Sequence[Path] = (),
    passphrase: str | None = None,
) -> Bundled:
    """Write a story as a bundle: its versions, what was found in them, what was decided, and hashes over all of it.

    ``story`` is a folder or another source's path, a name in ``archive``, or several files or texts in their order.
    ``sign`` are private keys (Ed25519, of OpenSSH or in PEM), ``timestamps`` answers of time stamping authorities.

    Raises:
        StoryverError: The story, a key or a time stamp cannot be used, or the file cannot be written.
    """
    from storyver.bundling import Attachments, write_bundle
    from storyver.keeping.gathering import gather_any

    more = Attachments(keys=tuple(sign), timestamps=tuple(timestamps), ask=lambda _: passphrase)
    return write_bundle(gather_any(story, archive, minimum=2), target, more)


def attach(
    bundle: Path,
    *,
    target: Path | None = None,
    sign: Sequence[Path] = (),
    timestamps: Sequence[Path] = (),
    passphrase: str | None = None,
) -> Bundled:
    """Add signatures and time stamps to a bundle, in place where no ``target`` is given.

    Raises:
        StoryverError: The bundle is not whole, or a key or a time stamp cannot be used.
    """
    from storyver.bundling import Attachments
    from storyver.bundling import attach as attach_to

    more = Attachments(keys=tuple(sign), timestamps=tuple(timestamps), ask=lambda _: passphrase)
    return attach_to(bundle, target or bundle, more)


def verify_bundle(
    bundle: Path,
    *,
    head: str | None = None,
    key: Path | None = None,
    tsa_ca: Path | None = None,
    rerun: bool = True,
    model: str | Path | None = None,
) -> BundleVerification:
    """Whether a bundle is as it was packed: ``alterations`` of the result names what is not.

    ``head`` is the head that it has to have, ``key`` a file of public keys of which one has to have signed, ``tsa_ca``
    one of certificates to which a time stamp has to lead. ``rerun`` does the analysis again and compares every byte;
    ``model`` is the trained pipeline to do it with, by default the installed one that the bundle names.

    Raises:
        StoryverError: There is no bundle, or what it is to be held to cannot be used.
    """
    from storyver.bundling import Wanted, verify

    return verify(bundle, Wanted(head=head, key=key, tsa_ca=tsa_ca, rerun=rerun, model=model))

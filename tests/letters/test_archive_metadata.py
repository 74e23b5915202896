"""The colour profile of a letter's file."""

from __future__ import annotations

import io
import struct

from PIL import Image, ImageCms

from workbench.letters.archive_metadata import srgb_profile


def test_the_profile_shows_the_colours_of_srgb() -> None:
    ours = ImageCms.getOpenProfile(io.BytesIO(srgb_profile()))
    image = Image.new("RGB", (256, 1))
    image.putdata([(at, 255 - at, at // 2) for at in range(256)])
    shown = ImageCms.profileToProfile(image, ours, ImageCms.createProfile("sRGB"))
    pairs = zip(image.tobytes(), shown.tobytes(), strict=True)
    assert max(abs(one - other) for one, other in pairs) <= 1


def test_the_profile_is_of_version_two_and_says_its_length() -> None:
    profile = srgb_profile()
    assert struct.unpack(">I", profile[:4])[0] == len(profile)
    assert profile[8:12] == b"\x02\x10\x00\x00"
    assert profile[12:24] == b"mntrRGB XYZ "
    assert profile[36:40] == b"acsp"

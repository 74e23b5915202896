from __future__ import annotations

from pathlib import Path

import pytest

from workbench.errors import StoreOnSharedFolder
from workbench.storage import folders
from workbench.storage.store import Store

TABLE = """\
22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
40 22 0:35 / /srv/bank rw,relatime shared:2 - nfs4 server:/bank rw
41 22 0:36 / /srv/bank/here rw,relatime shared:3 - ext4 /dev/vdb1 rw
42 22 0:37 / /mnt/team\\040drive rw,relatime shared:4 master:5 - cifs //server/team rw
43 22 0:38 / /home/lin/remote rw,nosuid - fuse.sshfs lin@server: rw
"""


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    file = tmp_path / "mountinfo"
    file.write_text(TABLE)
    return file


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("/home/lin/store.db", ""),
        ("/srv/bank/store.db", "nfs4"),
        ("/srv/bank/deep/er/store.db", "nfs4"),
        ("/srv/bank/here/store.db", ""),
        ("/srv/bankrupt/store.db", ""),
        ("/mnt/team drive/store.db", "cifs"),
        ("/home/lin/remote/store.db", "fuse.sshfs"),
        ("/home/lin/Dropbox/store.db", "Dropbox"),
        ("/home/lin/OneDrive - Bank/loans/store.db", "OneDrive"),
        ("/home/lin/我的坚果云/store.db", "我的坚果云"),
        ("/home/lin/OneDrivers/store.db", ""),
        ("/home/lin/Dropbox", ""),
    ],
)
def test_shared_folders_are_known_by_mount_and_by_name(mounts: Path, file: str, kind: str) -> None:
    assert folders.shared_kind(Path(file), mounts) == kind


def test_no_mount_table_means_no_verdict(tmp_path: Path) -> None:
    assert folders.shared_kind(Path("/srv/bank/store.db"), tmp_path / "none") == ""


def test_a_store_in_a_synchronised_folder_is_neither_made_nor_opened(tmp_path: Path) -> None:
    place = tmp_path / "Dropbox" / "store.db"
    with pytest.raises(StoreOnSharedFolder, match="Dropbox"):
        Store.open(place, key_folder=tmp_path)
    assert not place.exists()

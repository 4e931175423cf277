"""Runs in the environment of the real program: makes a profile without dialogs and fills it with a package.

python make_profile.py BASE PACKAGE
"""

import sys
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from aqt.profiles import ProfileManager

base, package = Path(sys.argv[1]), sys.argv[2]
manager = ProfileManager(base)
manager.setupMeta()
manager.meta.update(firstRun=False, defaultLang="en_US", check_for_updates=False)
manager.create("Test")
manager.load("Test")
manager.profile["autoSync"] = False
manager.save()
manager.db.close()

(base / "Test").mkdir(exist_ok=True)
col = Collection(str(base / "Test" / "collection.anki2"))
col.import_anki_package(ImportAnkiPackageRequest(package_path=package, options=ImportAnkiPackageOptions()))
config = col.decks.get_config(1)
config["new"]["perDay"] = 100
col.decks.update_config(config)
col.close()

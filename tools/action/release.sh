# On a tag: package, feed, add-on and site of the release that is committed, made again from content and ledger.
# Needs GH_TOKEN, GITHUB_REF_NAME (the tag), GITHUB_OUTPUT. Leaves output/site, which holds the feed too, for any static host.
set -euo pipefail
deckgen release --no-rehearse
if ! git diff --quiet -- ledger.jsonl; then
    echo "::error::content and ledger.jsonl of this tag are not one release: run deckgen release, commit ledger.jsonl, tag again"
    exit 1
fi
version=$(deckgen diff --json | python -c 'import json, sys; print(json.load(sys.stdin)["version"])')
case $GITHUB_REF_NAME in
    "$version" | *[!0-9.]"$version") ;;
    *) echo "::error::the tag $GITHUB_REF_NAME is not version $version of the deck"; exit 1 ;;
esac
deckgen addon -o output/feed/deckgen-sync.ankiaddon
deckgen site
if gh release view "$GITHUB_REF_NAME" > /dev/null 2>&1; then
    gh release upload "$GITHUB_REF_NAME" output/*-"$version".apkg --clobber
else
    gh release create "$GITHUB_REF_NAME" output/*-"$version".apkg --verify-tag --title "$version" --notes ""
fi
{ echo "version=$version"; echo "pages=$PWD/output/site"; } >> "$GITHUB_OUTPUT"

# On a pull request: what a release would change, as one comment that later pushes replace, and in the job's summary.
# Needs GH_TOKEN, PULL_REQUEST (its number), GITHUB_REPOSITORY, GITHUB_STEP_SUMMARY.
set -euo pipefail
mark="<!-- deckgen diff of $(basename "$PWD") -->"
body=$(mktemp)
trap 'rm -f "$body"' EXIT
{ echo "$mark"; deckgen diff --format markdown; } > "$body"
cat "$body" >> "$GITHUB_STEP_SUMMARY"
comments="repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments"
# A pull request from a fork has a token that may not write: the summary holds the text, the job goes on.
earlier=$(gh api "$comments" --paginate --jq ".[] | select(.body | startswith(\"$mark\")) | .id" | head -n 1) || earlier=
if [ -n "$earlier" ]; then
    gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$earlier" -F "body=@$body" --silent
else
    gh api --method POST "$comments" -F "body=@$body" --silent
fi || echo "::notice::no comment could be written; what changes is in the job's summary"

#!/usr/bin/env bash
# Debian packages that the browser and desktop tests need; installs only what is missing.
set -euo pipefail
packages=(chromium chromium-driver firefox-esr xvfb xauth gir1.2-webkit2-4.1 python3-gi python3-gi-cairo webkit2gtk-driver
    libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-xinerama0
    libxkbcommon-x11-0 libnss3 libasound2 libgl1 libegl1 libgbm1 libxcomposite1 libxdamage1 libxrandr2
    libxtst6 libxkbfile1 fonts-dejavu-core openjdk-17-jre-headless)
missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if ((${#missing[@]})); then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

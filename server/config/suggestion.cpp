// SPDX-FileCopyrightText: 2026 The Relais authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/config/suggestion.h"

#include <algorithm>

#include "server/config/settingdescriptors.h"

namespace relais::server {
namespace {

constexpr std::size_t LongestWord = 64; // nobody mistypes more; keeps a hostile key from costing time

/// Optimal string alignment distance.
std::size_t editDistance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> beforePrevious(b.size() + 1);
    std::vector<std::size_t> previous(b.size() + 1);
    std::vector<std::size_t> current(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        previous[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        current[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            current[j] = std::min({previous[j] + 1, current[j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                current[j] = std::min(current[j], beforePrevious[j - 2] + 1);
        }
        std::swap(beforePrevious, previous);
        std::swap(previous, current);
    }
    return previous[b.size()];
}

} // namespace

std::string nearestWord(std::string_view word, const std::vector<std::string> &candidates)
{
    if (word.size() > LongestWord)
        return {};
    const std::size_t furthest = std::max<std::size_t>(1, word.size() / 3);
    std::size_t nearestDistance = furthest + 1;
    std::string nearest;
    for (const std::string &candidate : candidates) {
        const std::size_t distance = editDistance(word, candidate);
        if (distance < nearestDistance) {
            nearestDistance = distance;
            nearest = candidate;
        }
    }
    return nearest;
}

std::string nearestSetting(std::string_view name)
{
    std::vector<std::string> names;
    for (const SettingDescriptor &setting : settingDescriptors()) {
        const std::size_t dot = setting.name.rfind('.');
        if (setting.name.substr(dot + 1) == name)
            return std::string(setting.name);
        names.emplace_back(setting.name);
        if (dot != std::string_view::npos)
            names.emplace_back(setting.name.substr(0, dot));
    }
    return nearestWord(name, names);
}

} // namespace relais::server

// SPDX-License-Identifier: LGPL-2.1-or-later
//
// A unit of a program with much debug information: compiled many times with
// another UNIT, so that every function of it exists that often, inlined deeply.
// bench/inputs.py links the units and records the program.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <numeric>
#include <regex>
#include <sstream>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

extern std::uint64_t (*const entries[]) (std::uint64_t);
extern const unsigned n_entries;

#ifdef UNIT

#define NAME_OF(unit) unit_##unit
#define NAME(unit) NAME_OF (unit)

namespace NAME (UNIT) {

struct Leaf { std::uint64_t value; };
struct Sum { std::vector<std::uint64_t> parts; };
struct Text { std::string text; };
using Node = std::variant<Leaf, Sum, Text>;

template <int depth> struct Fold {
  template <class Step> static std::uint64_t go (std::uint64_t state, Step step)
  {
    return Fold<depth - 1>::go (step (state) ^ depth, step);
  }
};

template <> struct Fold<0> {
  template <class Step> static std::uint64_t go (std::uint64_t state, Step step)
  {
    return step (state);
  }
};

static std::uint64_t weigh (const Node &node)
{
  return std::visit ([] (const auto &inner) -> std::uint64_t {
    using Inner = std::decay_t<decltype (inner)>;
    if constexpr (std::is_same_v<Inner, Leaf>)
      return inner.value;
    else if constexpr (std::is_same_v<Inner, Sum>)
      return std::accumulate (inner.parts.begin (), inner.parts.end (), std::uint64_t { 0 });
    else
      return std::hash<std::string> {} (inner.text);
  }, node);
}

static std::vector<Node> grow (std::uint64_t seed)
{
  std::vector<Node> nodes;
  for (unsigned i = 0; i < 24; i++)
    {
      seed = seed * 6364136223846793005u + 1442695040888963407u;
      if (seed >> 62 == 0)
        nodes.emplace_back (Leaf { seed });
      else if (seed >> 62 == 1)
        nodes.emplace_back (Sum { std::vector<std::uint64_t> (seed >> 58, seed) });
      else
        nodes.emplace_back (Text { std::to_string (seed) });
    }
  std::sort (nodes.begin (), nodes.end (),
             [] (const Node &a, const Node &b) { return weigh (a) < weigh (b); });
  return nodes;
}

static std::uint64_t look_up (const std::vector<Node> &nodes)
{
  std::map<std::uint64_t, std::shared_ptr<Node>> sorted;
  std::unordered_map<std::string, std::uint64_t> counted;
  for (const Node &node : nodes)
    {
      sorted[weigh (node)] = std::make_shared<Node> (node);
      counted[std::to_string (weigh (node) % 7)]++;
    }
  return std::accumulate (counted.begin (), counted.end (), sorted.begin ()->first,
                          [] (std::uint64_t sum, const auto &pair) { return sum + pair.second; });
}

static std::uint64_t match (std::uint64_t seed)
{
  static const std::regex digits ("([0-9]+)(7|8)([0-4]*)");
  std::smatch found;
  std::ostringstream text;
  text << seed << ' ' << (seed >> 7);
  std::string subject = text.str ();
  return std::regex_search (subject, found, digits) ? found[0].length () : 0;
}

std::uint64_t run (std::uint64_t seed)
{
  std::uint64_t cost = Fold<12>::go (seed, [] (std::uint64_t state) {
    return state * 0x9e3779b97f4a7c15u ^ state >> 31;
  });
  return cost + look_up (grow (cost)) + match (cost);
}

} // namespace

#else

int main (int argc, char **argv)
{
  const auto end = std::chrono::steady_clock::now () +
      std::chrono::milliseconds (argc > 1 ? std::atoi (argv[1]) : 1000);
  std::uint64_t state = 1;
  while (std::chrono::steady_clock::now () < end)
    for (unsigned i = 0; i < n_entries; i++)
      state += entries[i](state + i);
  return state == 0;
}

#endif

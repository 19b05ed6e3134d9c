#include "engine/interleaving.hpp"

#include <numeric>
#include <random>
#include <utility>

namespace cast::conformance {
namespace {

/// FNV-1a, since std::hash may differ from one library to the next.
std::uint64_t hashOf(std::string_view text) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char letter : text) hash = (hash ^ static_cast<unsigned char>(letter)) * 1099511628211U;
  return hash;
}

}  // namespace

std::vector<std::size_t> startOrder(std::size_t count, std::uint64_t seed, std::string_view where) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (seed == 0) return order;
  std::mt19937_64 random(seed ^ hashOf(where));
  for (std::size_t left = count; left > 1; --left) std::swap(order[left - 1], order[random() % left]);
  return order;
}

}  // namespace cast::conformance

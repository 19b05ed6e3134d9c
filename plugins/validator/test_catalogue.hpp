// Every test of the validator.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "validator/judgement.hpp"
#include "validator/subject.hpp"

namespace cast::validator {

struct Settings {
  std::uint64_t seed = 1;
  std::uint64_t fuzz = 500;  ///< mutated examples
};

struct Test {
  std::string_view id;
  std::string_view asks;    ///< what has to be so, in one sentence
  std::string_view repair;  ///< what to do where it is not
  int stage = 0;            ///< tests of a stage run once those before it are done
  bool essential = false;   ///< where it fails, later stages have nothing to judge
  /// Runs in a process of its own. hub::PluginError counts as a failure.
  void (*judge)(Subject& subject, Findings& findings, const Settings& settings) = nullptr;
};

/// In the order of their stages.
const std::vector<Test>& tests();

/// Null where there is none.
const Test* testNamed(std::string_view id);

}  // namespace cast::validator

// Runs the tests, each in a process of its own.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "validator/test_catalogue.hpp"

namespace cast::validator {

struct CheckOrder {
  std::filesystem::path file;
  std::vector<std::string> only;  ///< ids; empty: all
  Settings settings;
  std::chrono::milliseconds limit{10'000};  ///< of computing, for each step of a test
};

struct TestResult {
  const Test* test = nullptr;
  Verdict verdict = Verdict::kInconclusive;
  std::vector<std::string> findings;
  std::chrono::milliseconds took{};
};

struct CheckResult {
  std::string id;  ///< the plugin's, and its version; empty where they could not be read
  std::string version;
  std::vector<TestResult> tests;

  std::size_t count(Verdict verdict) const;
  /// kFailed: the plugin is unsound; kInconclusive: a test could not be made; else kPassed.
  Verdict verdict() const;
};

CheckResult check(const CheckOrder& order);

/// The first word of a command line that is for this program's own use.
inline constexpr char kJudgeCommand[] = "judge-in-this-process";

/// What a child of check() does with the words behind kJudgeCommand. Ends the process.
[[noreturn]] void judgeInThisProcess(const std::vector<std::string>& words);

}  // namespace cast::validator

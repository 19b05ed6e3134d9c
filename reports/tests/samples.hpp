// The hand-written results that the tests render, and the golden files beside them.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "reports/result/reader.hpp"

namespace cast::report {

// The bytes of tests/results/NAME.json; fails the test if there is none.
std::string sampleBytes(const std::string& name);
// The sample read; fails the test if it is not valid.
Result sample(const std::string& name);
// What reading says of a sample in which `change` altered something.
Reading readChanged(const std::string& name, const std::function<void(nlohmann::json&)>& change);

// The bytes of tests/golden/FILE. With CAST_UPDATE_GOLDEN set in the environment, `content` is written there
// first: look at the difference before you commit it.
std::string golden(const std::string& file, const std::string& content);

}  // namespace cast::report

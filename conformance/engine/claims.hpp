#pragma once
#include <string>
#include <vector>

namespace cast::conformance {

struct Subject;
class Suite;

/// Sentences about claimed capabilities that no check asks for and that look like a typing error: whoever
/// claims those has checks skipped without knowing it. Others may be a vendor's own.
std::vector<std::string> doubtfulClaims(const Subject& subject, const Suite& suite);

}  // namespace cast::conformance

// A plugin through the C++ face, with a template-heavy library inside that would keep it loaded if its
// symbols showed.
#include <cast/plugin.hpp>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>

namespace {

struct Answer {
  int value;
};
constexpr Answer kAnswer{42};

class WithCode : public cast::plugin::Plugin {
 public:
  const void* extension(std::string_view id) const override {
    if (id == "test.answer/1") return &kAnswer;
    if (id == "test.throws/1")
      throw std::runtime_error(nlohmann::json::parse(R"(["thrown on purpose"])").dump());
    return nullptr;
  }
};

}  // namespace

CAST_PLUGIN(WithCode)

// Stamps what it converts with the version that did it.
#include <cast/json.hpp>
#include <string>
#include <string_view>

namespace {

using cast::plugin::Json;

class Versioned : public cast::plugin::Plugin {
 public:
  std::string convert(const cast::plugin::Conversion&, std::string_view payload) const override {
    Json read = cast::plugin::readPayload(payload);
    read["format"] = "stamped";
    read["version"] = CAST_TEST_VERSION;
    return read.dump();
  }
};

}  // namespace

CAST_PLUGIN(Versioned)

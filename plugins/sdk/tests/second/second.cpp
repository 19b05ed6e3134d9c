#include <cast/json.hpp>
#include <string>
#include <string_view>

namespace {

using cast::plugin::Json;

class Second : public cast::plugin::Plugin {
 public:
  std::string convert(const cast::plugin::Conversion& conversion, std::string_view payload) const override {
    Json read = cast::plugin::readPayload(payload);
    read["format"] = std::string(conversion.to);
    read["by"] = "test-second";
    return read.dump();
  }
};

}  // namespace

CAST_PLUGIN(Second)

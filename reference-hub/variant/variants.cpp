#include "variant/variants.hpp"

#include <cctype>
#include <utility>

#include "variant/catalogue.hpp"
#include "variant/embedded.hpp"
#include "variant/plugin_directory.hpp"

namespace cast::hub {
namespace {

// What a plugin wrote may hold line breaks; a complaint is one line.
std::string oneLine(std::string text) {
  for (char& c : text)
    if (std::iscntrl(static_cast<unsigned char>(c))) c = ' ';
  return text;
}

}  // namespace

Variants::Variants(std::function<void(const std::string&)> complain)
    : complain_([tell = std::move(complain)](const std::string& text) { tell(oneLine(text)); }),
      catalogue_(std::make_shared<const Catalogue>(std::make_shared<const LoadedVariant>(&cast_core_table),
                                                   Plugins{}, 0)) {}

Variants::~Variants() = default;

std::vector<Variants::Change> Variants::loadDirectory(const std::filesystem::path& directory) {
  const std::lock_guard loading(loading_);
  const auto inService = catalogue();
  PluginDirectory reading(directory, *inService, complain_);
  try {
    reading.read();
  } catch (const PluginError& e) {
    complain_(e.what());
    return {};
  }
  if (!reading.changes().empty()) publish(reading.plugins());
  return reading.changes();
}

void Variants::publish(Plugins plugins) {
  const auto before = catalogue();
  auto next = std::make_shared<const Catalogue>(before->core(), std::move(plugins), before->generation() + 1);
  const std::lock_guard lock(mutex_);
  catalogue_ = std::move(next);
}

std::shared_ptr<const Catalogue> Variants::catalogue() const {
  const std::lock_guard lock(mutex_);
  return catalogue_;
}

std::vector<Variants::Variant> Variants::loaded() const {
  const auto current = catalogue();
  std::vector<Variant> variants;
  for (const auto& plugin : current->plugins()) variants.push_back(described(*plugin));
  return variants;
}

std::vector<std::string> Variants::eventTypes() const { return catalogue()->eventTypes(); }

std::vector<std::string> Variants::formats() const { return catalogue()->formats(); }

std::uint64_t Variants::generation() const { return catalogue()->generation(); }

std::optional<Rejection> Variants::validate(std::string_view eventType, std::string_view payloadJson) const {
  return catalogue()->validate(eventType, payloadJson, complain_);
}

std::string Variants::formatOf(std::string_view eventType, std::string_view payloadJson) const {
  return catalogue()->formatOf(eventType, payloadJson);
}

Conversion Variants::convert(std::string_view eventType, std::string_view payloadJson, std::string_view from,
                             std::string_view to) const {
  return catalogue()->convert(eventType, payloadJson, from, to);
}

}  // namespace cast::hub

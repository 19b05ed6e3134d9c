#include "variant/variants.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <utility>

#include "variant/embedded.hpp"
#include "variant/manifest.hpp"
#include "variant/plugin_file.hpp"
#include "variant/plugin_table.hpp"
#include "variant/schema_dialect.hpp"
#include "variant/value_schema.hpp"
#include "variant/violation.hpp"

namespace cast::hub {
namespace {

using Schemas = std::map<std::string, std::shared_ptr<const ValueSchema>, std::less<>>;

struct ReadVariant {
  Manifest manifest;
  Schemas schemas;
};

ReadVariant readVariant(const PluginTable& table) {
  ReadVariant variant{readManifest(table.manifest()), {}};
  for (const auto& eventType : variant.manifest.eventTypes) {
    const std::string text = table.schemaOf(eventType);
    try {
      variant.schemas[eventType] = std::make_shared<const ValueSchema>(text);
    } catch (const SchemaError& e) {
      throw PluginError("its schema for " + eventType + " can't be used: " + e.what());
    }
  }
  return variant;
}

// What a plugin wrote may hold line breaks; a complaint is one line.
std::string oneLine(std::string text) {
  for (char& c : text)
    if (std::iscntrl(static_cast<unsigned char>(c))) c = ' ';
  return text;
}

}  // namespace

struct Variants::Catalogue {
  struct Plugin {
    std::shared_ptr<const PluginFile> file;
    Variant variant;
  };
  std::vector<Plugin> plugins;
  Schemas schemas;
  std::map<std::string, std::string, std::less<>> ownerOf;  // event type -> variant id
  std::set<std::string> formats;

  // Throws PluginError where the variant collides with what is there, and then has changed nothing.
  void add(const ReadVariant& variant) {
    const Manifest& manifest = variant.manifest;
    for (const auto& plugin : plugins)
      if (plugin.variant.id == manifest.id)
        throw PluginError("its id `" + manifest.id + "` is taken by " + plugin.variant.file.string() +
                          ": keep one of the two");
    for (const auto& eventType : manifest.eventTypes)
      if (const auto owner = ownerOf.find(eventType); owner != ownerOf.end())
        throw PluginError("its event type " + eventType + " is already defined by `" + owner->second +
                          "`: give it another name, or keep one of the two");
    for (const auto& eventType : manifest.eventTypes) ownerOf[eventType] = manifest.id;
    schemas.insert(variant.schemas.begin(), variant.schemas.end());
    formats.insert(manifest.formats.begin(), manifest.formats.end());
  }
};

Variants::Variants(std::function<void(const std::string&)> complain) : complain_(std::move(complain)) {
  auto catalogue = std::make_shared<Catalogue>();
  catalogue->add(readVariant(PluginTable(&cast_core_table)));
  catalogue_ = std::move(catalogue);
}

Variants::~Variants() = default;

void Variants::loadDirectory(const std::filesystem::path& directory) {
  std::error_code problem;
  std::vector<std::filesystem::path> files;
  for (std::filesystem::directory_iterator entry(directory, problem), end; !problem && entry != end;
       entry.increment(problem))
    if (entry->path().extension() == ".so") files.push_back(entry->path());
  if (problem) {
    complain_(oneLine("plugins of " + directory.string() + " are not loaded: " + problem.message() +
                      ": name a directory that is there"));
    return;
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    try {
      load(file);
    } catch (const std::exception& e) {
      complain_(oneLine("plugin " + file.string() + " is not loaded: " + e.what()));
    }
  }
}

void Variants::load(const std::filesystem::path& file) {
  auto library = std::make_shared<const PluginFile>(file);
  const ReadVariant read = readVariant(PluginTable(library->table()));
  const Manifest& manifest = read.manifest;

  const std::lock_guard lock(mutex_);
  auto next = std::make_shared<Catalogue>(*catalogue_);
  next->add(read);
  next->plugins.push_back(
      {std::move(library),
       {manifest.id, manifest.version, manifest.title, manifest.eventTypes, manifest.formats, file}});
  catalogue_ = std::move(next);
}

std::shared_ptr<const Variants::Catalogue> Variants::catalogue() const {
  const std::lock_guard lock(mutex_);
  return catalogue_;
}

std::vector<Variants::Variant> Variants::loaded() const {
  std::vector<Variant> variants;
  for (const auto& plugin : catalogue()->plugins) variants.push_back(plugin.variant);
  return variants;
}

std::vector<std::string> Variants::eventTypes() const {
  std::vector<std::string> types;
  for (const auto& [type, owner] : catalogue()->ownerOf) types.push_back(type);
  return types;
}

std::vector<std::string> Variants::formats() const {
  const auto current = catalogue();
  return {current->formats.begin(), current->formats.end()};
}

std::optional<Rejection> Variants::validate(std::string_view eventType, std::string_view payloadJson) const {
  const auto current = catalogue();
  const auto schema = current->schemas.find(eventType);
  if (schema == current->schemas.end()) return std::nullopt;
  auto violation = schema->second->check(payloadJson);
  if (!violation) return std::nullopt;
  return Rejection{422, "invalid-payload", "The payload does not fit its event type",
                   "payload of " + std::string(eventType) + ": " + violation->detail,
                   "/payload" + violation->pointer};
}

}  // namespace cast::hub

// Attestation: what is signed, what is found when something was changed, and that any JOSE library could
// check it.
#include "reports/sign_command.hpp"

#include <Poco/Process.h>
#include <Poco/TemporaryFile.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "reports/attestation/canonical_json.hpp"
#include "reports/attestation/jws.hpp"
#include "samples.hpp"

namespace cast::report {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// RFC 8037, Appendix A: the key, its thumbprint. As openssl writes it.
constexpr const char* kEd25519 =
    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
    "-----END PRIVATE KEY-----\n";
// RFC 7515, Appendix A.3.
constexpr const char* kP256 =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgjpsQnnGQmL+YBIff\n"
    "H1136cspYG6+0iY7X1fCE9+E9LKhRANCAAR/zc4ncPbEXUGDy+5v20t7WAczNXvp\n"
    "7xO6z248e9FURcfxRM0bvZt+hyzf7bnuufSzaV1uqQskrYpGIyiFiOWt\n"
    "-----END PRIVATE KEY-----\n";

class SignCommand : public ::testing::Test {
 protected:
  SignCommand() {
    folder_.createDirectories();
    write("result.json", sampleBytes("mixed"));
    write("key.pem", kEd25519);
  }

  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }
  void write(const std::string& name, const std::string& bytes) {
    std::ofstream(path(name), std::ios::binary) << bytes;
  }
  std::string read(const std::string& name) const { return *readFile(path(name)); }

  ExitCode sign(const std::string& key = "key.pem") {
    return runSign({path("result.json"), "--key", path(key)}, out_, error_);
  }
  ExitCode verify(const std::string& key = "key.pem") {
    out_.str("");
    error_.str("");
    return runVerify({path("result.json"), "--key", path(key)}, out_, error_);
  }

  Poco::TemporaryFile folder_;
  std::ostringstream out_, error_;
};

TEST_F(SignCommand, SignsAStatementThatSaysWhatACertifierSigns) {
  ASSERT_EQ(sign(), kOk) << error_.str();
  const auto statement = nlohmann::json::parse(read("result.attestation.json"));
  for (const char* member : {"subject", "suite", "verdict", "counts", "coverage", "profiles", "requirements",
                             "checks", "environment", "issued", "result", "run"})
    EXPECT_TRUE(statement.contains(member)) << member;
  EXPECT_EQ(statement.at("verdict"), "not-conformant");
  EXPECT_EQ(read("result.attestation.json"), canonicalText(statement));
  EXPECT_EQ(verify(), kOk) << error_.str();
  EXPECT_THAT(out_.str(), AllOf(StartsWith("verified: "), HasSubstr("not-conformant"),
                                HasSubstr("EdDSA kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")));
}

TEST_F(SignCommand, FindsEveryChangeOfOneByteAndNamesWhereItIs) {
  ASSERT_EQ(sign(), kOk);
  const std::string bytes = read("result.json");
  std::size_t named = 0;
  for (std::size_t at = 7; at < bytes.size(); at += 997) {
    std::string changed = bytes;
    changed[at] = changed[at] == 'x' ? 'y' : 'x';
    write("result.json", changed);
    EXPECT_EQ(verify(), kNo) << at;
    EXPECT_THAT(error_.str(), HasSubstr("not verified")) << at;
    if (error_.str().find(": /") != std::string::npos) ++named;
  }
  EXPECT_GT(named, 0u);
}

TEST_F(SignCommand, NamesTheCheckWhoseTranscriptWasChanged) {
  ASSERT_EQ(sign(), kOk);
  auto document = nlohmann::json::parse(read("result.json"));
  document["checks"][1]["transcript"][0]["summary"] = "another";
  const std::string id = document["checks"][1]["id"];
  write("result.json", document.dump());
  EXPECT_EQ(verify(), kNo);
  EXPECT_THAT(error_.str(), HasSubstr("/checks/1 (" + id + "): its words, times or transcript"));
}

TEST_F(SignCommand, NamesTheMemberOfTheSubjectThatWasChanged) {
  ASSERT_EQ(sign(), kOk);
  auto document = nlohmann::json::parse(read("result.json"));
  const std::string before = document["subject"]["name"];
  document["subject"]["name"] = "Another hub";
  write("result.json", document.dump());
  EXPECT_EQ(verify(), kNo);
  EXPECT_THAT(error_.str(),
              HasSubstr("/subject/name: \"" + before + "\" was signed, here it is \"Another hub\""));
}

TEST_F(SignCommand, SaysSoWhereOnlyTheBytesDiffer) {
  ASSERT_EQ(sign(), kOk);
  write("result.json", read("result.json") + "\n");
  EXPECT_EQ(verify(), kNo);
  EXPECT_THAT(error_.str(), HasSubstr("the file's bytes differ"));
}

TEST_F(SignCommand, DoesNotTakeAStatementThatWasChangedToFit) {
  ASSERT_EQ(sign(), kOk);
  std::string statement = read("result.attestation.json");
  statement.replace(statement.find("\"verdict\":\"not-conformant\""), 26, "\"verdict\":\"conformant\"");
  write("result.attestation.json", statement);
  EXPECT_EQ(verify(), kNo);
  EXPECT_THAT(error_.str(), HasSubstr("the statement was changed after it was signed"));
}

TEST_F(SignCommand, TellsOneKeyFromAnother) {
  ASSERT_EQ(sign(), kOk);
  write("p256.pem", kP256);
  EXPECT_EQ(verify("p256.pem"), kNo);
  EXPECT_THAT(error_.str(), HasSubstr("made by the algorithm \"EdDSA\", this key is for ES256"));
  ASSERT_EQ(sign("p256.pem"), kOk);
  EXPECT_EQ(verify("p256.pem"), kOk) << error_.str();
}

TEST_F(SignCommand, SaysWhichKeyCannotBeUsed) {
  write("no.pem", "no key");
  EXPECT_EQ(sign("no.pem"), kUsageOrInvalidResult);
  EXPECT_THAT(error_.str(), AllOf(HasSubstr("no.pem"), HasSubstr("openssl genpkey -algorithm ed25519")));
  EXPECT_EQ(sign("missing.pem"), kUsageOrInvalidResult);
  EXPECT_EQ(runSign({path("result.json")}, out_, error_), kUsageOrInvalidResult);
  write("result.json", "{}");
  EXPECT_EQ(sign(), kUsageOrInvalidResult) << "no result is signed that is none";
  EXPECT_FALSE(readFile(path("result.attestation.jws")));
}

// RFC 8037, Appendix A.4: the signature over "Example of Ed25519 signing" with the header {"alg":"EdDSA"}.
TEST(Jws, HoldsTheSignatureOfTheStandard) {
  const Key key = Key::privateFrom(kEd25519);
  EXPECT_EQ(key.refute("eyJhbGciOiJFZERTQSJ9..hgyY0il_MGCjP0JzlnLWG1PPOt7-"
                       "09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_"
                       "MuM0KAg",
                       "Example of Ed25519 signing"),
            "");
}

// RFC 7515, Appendix A.3.
TEST(Jws, HoldsTheEcdsaSignatureOfTheStandard) {
  EXPECT_EQ(Key::publicFrom(kP256).refute(
                "eyJhbGciOiJFUzI1NiJ9..DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-"
                "F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-"
                "Kg6NU1Q",
                "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}"),
            "");
}

TEST(Jws, RefusesWhatIsNoSignature) {
  for (const char* pem : {kEd25519, kP256}) {
    const Key key = Key::privateFrom(pem);
    const std::string jws = key.sign("payload");
    EXPECT_EQ(key.refute(jws, "payload"), "");
    for (const std::string& other :
         {std::string{}, std::string{".."}, jws.substr(0, jws.size() - 2), jws + "AA",
          "e30" + jws.substr(jws.find("..")), std::string{"eyJhbGciOiJub25lIn0.."}})
      EXPECT_NE(key.refute(other, "payload"), "") << other;
    EXPECT_NE(key.refute(jws, "Payload"), "");
  }
}

TEST(Jws, TakesTheKeyOfOneLineOfOpenssl) {
  Poco::TemporaryFile folder;
  folder.createDirectories();
  const std::string key = folder.path() + "/key.pem", open = folder.path() + "/public.pem";
  for (const std::vector<std::string>& line :
       {std::vector<std::string>{"genpkey", "-algorithm", "ed25519", "-out", key},
        {"genpkey", "-quiet", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", key}}) {
    if (Poco::Process::launch("openssl", line).wait() != 0) GTEST_SKIP() << "no openssl program is installed";
    ASSERT_EQ(Poco::Process::launch("openssl", {"pkey", "-in", key, "-pubout", "-out", open}).wait(), 0);
    const std::string jws = Key::privateFrom(*readFile(key)).sign("payload");
    EXPECT_EQ(Key::publicFrom(*readFile(open)).refute(jws, "payload"), "");
    EXPECT_THROW(Key::privateFrom(*readFile(open)), KeyFault);
  }
}

}  // namespace
}  // namespace cast::report

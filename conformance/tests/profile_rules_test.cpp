#include "engine/profile_rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/data_fault.hpp"
#include "engine/suite.hpp"
#include "tests/small_suite.hpp"

namespace cast::conformance {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using tests::checkOf;
using tests::SmallSuite;

const std::string kOpen = R"({"do":"websocket.open","as":"a"},)";

/// Why a profile with these steps is refused, or nothing.
std::string refusal(const std::string& steps, const std::string& definitions = "{}") {
  const SmallSuite small(checkOf(steps), definitions);
  try {
    Suite(small.data()).tie();
    return {};
  } catch (const DataFault& fault) {
    return fault.what();
  }
}

TEST(ProfileRules, NoneIsRefusedWithoutABarrier) {
  EXPECT_THAT(
      refusal(kOpen + R"({"do":"expect-none","from":"a","json":true})"),
      AllOf(HasSubstr("profiles/test.json"), HasSubstr("/checks/0/steps/1"), HasSubstr("causal barrier")));
  EXPECT_THAT(refusal(kOpen + R"({"do":"expect-count","from":"a","count":1,"json":true})"),
              HasSubstr("causal barrier"));
  EXPECT_THAT(refusal(kOpen + R"({"do":"expect-order","from":"a","json":[true,true]})"),
              HasSubstr("causal barrier"));
}

TEST(ProfileRules, NoneIsAcceptedAfterABarrierInTheSameInbox) {
  const std::string barrier = kOpen + R"({"do":"expect","from":"a","json":true},)";
  EXPECT_EQ(refusal(barrier + R"({"do":"expect-none","from":"a","json":true})"), "");
  EXPECT_THAT(
      refusal(barrier + R"({"do":"websocket.open","as":"b"},{"do":"expect-none","from":"b","json":true})"),
      HasSubstr("'b'"));
}

TEST(ProfileRules, APongIsABarrierForItsOwnInbox) {
  EXPECT_EQ(
      refusal(kOpen + R"({"do":"websocket.ping","on":"a"},{"do":"expect-none","from":"a","json":true})"), "");
}

TEST(ProfileRules, ABarrierWithinABranchHoldsAfterwards) {
  EXPECT_EQ(refusal(kOpen + R"({"do":"concurrently","branches":[[{"do":"expect","from":"a","json":true}],
                               [{"do":"set","name":"x","value":1}]]},{"do":"expect-none","from":"a","json":true})"),
            "");
}

TEST(ProfileRules, ReopeningANameNeedsANewBarrier) {
  EXPECT_THAT(refusal(kOpen + R"({"do":"expect","from":"a","json":true},{"do":"websocket.open","as":"a"},
                                 {"do":"expect-none","from":"a","json":true})"),
              HasSubstr("causal barrier"));
}

TEST(ProfileRules, WhereNothingMayComeTheBarrierIsAnEventElsewhere) {
  const std::string opened =
      R"({"do":"callback.open","as":"a"},{"do":"callback.open","as":"b","certificate":"expired"},)";
  const std::string awaited = opened + R"({"do":"expect","from":"a","json":true},)";
  const std::string settled = R"({"do":"callback.settle","on":"b"},)";
  const std::string none = R"({"do":"expect-none","from":"b","json":true})";
  EXPECT_EQ(refusal(awaited + settled + none), "");
  EXPECT_THAT(refusal(awaited + none), HasSubstr("causal barrier"));
  EXPECT_THAT(refusal(opened + settled + none), HasSubstr("first 'expect' an event from another receiver"));
  EXPECT_THAT(refusal(awaited + R"({"do":"callback.settle","on":"a"})"),
              HasSubstr("'expect' it there instead"));
}

TEST(ProfileRules, OnlyContentComesInChunks) {
  EXPECT_EQ(refusal(R"({"do":"http","method":"POST","path":"/event","chunked":true,"json":{}})"), "");
  EXPECT_THAT(refusal(R"({"do":"http","method":"GET","path":"/event","chunked":true})"),
              HasSubstr("only an http step with 'json', 'body' or 'base64' is chunked"));
}

TEST(ProfileRules, AStepNamesWhatAnEarlierOneOpened) {
  EXPECT_THAT(refusal(R"({"do":"expect","from":"nobody","json":true})"),
              HasSubstr("no earlier step opens 'nobody'"));
  EXPECT_THAT(refusal(R"({"do":"callback.open","as":"a"},{"do":"websocket.ping","on":"a"})"),
              HasSubstr("of the kind callback"));
  EXPECT_THAT(refusal(kOpen + R"({"do":"expect","from":"a","json":true,"bindId":"x"})"),
              HasSubstr("needs sse"));
}

TEST(ProfileRules, AVariableIsBoundBeforeItIsUsed) {
  EXPECT_THAT(refusal(R"({"do":"http","method":"GET","path":"/x/${later}"})"),
              AllOf(HasSubstr("/checks/0/steps/0/path"), HasSubstr("${later}")));
  EXPECT_EQ(refusal(R"({"do":"http","method":"GET","path":"/a","bind":{"later":"/b"}},
                       {"do":"http","method":"GET","path":"/x/${later}/${session}/${uuid}"})"),
            "");
  EXPECT_EQ(
      refusal(
          R"({"do":"callback.open","as":"a"},{"do":"http","method":"POST","path":"/s","json":{"u":"${a.url}"}})"),
      "");
  EXPECT_EQ(
      refusal(R"({"do":"repeat","times":2,"index":"i","steps":[{"do":"set","name":"x","value":"${i}"}]})"),
      "");
}

TEST(ProfileRules, AnExpectationUsesKeywordsThatAreThere) {
  const auto expecting = [](const std::string& schema) {
    return kOpen + R"({"do":"expect","from":"a","json":)" + schema + "}";
  };
  EXPECT_THAT(refusal(expecting(R"({"eventType":{"const":"a"}})")),
              AllOf(HasSubstr("/checks/0/steps/1/json"), HasSubstr("'eventType' is no keyword"),
                    HasSubstr("properties")));
  EXPECT_THAT(refusal(expecting(R"({"properties":{"x":{"patern":"a"}}})")), HasSubstr("/json/properties/x"));
  EXPECT_THAT(refusal(expecting(R"({"$ref":"#/definitions/none"})")),
              HasSubstr("not among the profile's definitions"));
  EXPECT_THAT(refusal(expecting(R"({"$ref":"#/definitions/d","required":["x"]})"), R"({"d":true})"),
              HasSubstr("allOf"));
  EXPECT_THAT(refusal(expecting(R"({"pattern":"("})")), HasSubstr("does not compile"));
  EXPECT_THAT(refusal(expecting(R"({"format":"phone"})")), HasSubstr("not checked by this runner"));
  EXPECT_EQ(refusal(expecting(R"({"const":{"anything":1}})")), "");
}

TEST(ProfileRules, AStepIsWhole) {
  EXPECT_THAT(refusal(R"({"do":"http","method":"GET"})"), HasSubstr("either 'path' or 'url'"));
  EXPECT_THAT(refusal(R"({"do":"raw","expect":{}})"), HasSubstr("'body' or 'base64'"));
  EXPECT_THAT(
      refusal(kOpen +
              R"({"do":"expect","from":"a","json":true},{"do":"expect-order","from":"a","pointer":"/x"})"),
      HasSubstr("'pointer' and 'sameAs'"));
}

TEST(ProfileRules, TheSchemaNamesTheMemberAtFault) {
  EXPECT_THAT(refusal(R"({"do":"http","method":"GET","path":"/x","pat":1})"),
              AllOf(HasSubstr("/checks/0/steps/0"), HasSubstr("pat")));
  EXPECT_THAT(refusal(R"({"do":"dance"})"), HasSubstr("/checks/0/steps/0/do"));
}

TEST(Suite, ACheckCitesRequirementsThatAreThere) {
  const SmallSuite small(checkOf(R"({"do":"set","name":"x","value":1})", "T-SHAL"));
  try {
    Suite(small.data()).tie();
    FAIL() << "T-SHAL was taken";
  } catch (const DataFault& fault) {
    EXPECT_THAT(fault.what(),
                AllOf(HasSubstr("/checks/0/requirements/0"), HasSubstr("did you mean 'T-SHALL'")));
  }
}

TEST(Suite, ACheckIsAsStrongAsItsStrongestRequirement) {
  const SmallSuite small(
      R"({"id":"x","title":"x","requirements":["T-INFO","T-SHALL","T-SHOULD"],"steps":[{"do":"set","name":"x","value":1}]})");
  Suite suite(small.data());
  suite.tie();
  EXPECT_EQ(suite.check("x")->level, Level::shall);
}

TEST(Suite, TheProjectsOwnDataAreSound) {
  Suite suite(CAST_DATA);
  suite.tie();
  EXPECT_GE(suite.checkIds().size(), 60U);
}

/// A profile that extends others, beside the suite's one ("test").
std::string derived(const std::string& members) {
  return R"({"id":"derived","title":"t","version":"1.0.0","subject":"hub",)" + members + "}";
}

/// Why a derived profile is refused, or nothing.
std::string refusalOfDerived(const std::string& members, const std::string& other = "{}") {
  const SmallSuite small(checkOf(kOpen + R"({"do":"set","name":"x","value":1})"));
  small.folder().write("conformance/other.json", other);
  try {
    Suite(small.data()).addProfile(small.folder().write("conformance/derived.json", derived(members)));
    return {};
  } catch (const DataFault& fault) {
    return fault.what();
  }
}

TEST(DerivedProfile, ExtendsProfilesOfTheSuiteAndThoseBesideIt) {
  EXPECT_EQ(refusalOfDerived(R"("extends":["test"])"), "");
  EXPECT_EQ(
      refusalOfDerived(R"("extends":["other"])",
                       R"({"id":"other","title":"t","version":"1.0.0","subject":"hub","extends":["test"]})"),
      "");
}

TEST(DerivedProfile, IsRefusedWithThePlaceOfWhatIsWrong) {
  EXPECT_THAT(refusalOfDerived(R"("extends":["tset"])"),
              AllOf(HasSubstr("/extends/0"), HasSubstr("did you mean 'test'")));
  EXPECT_THAT(refusalOfDerived(
                  R"("extends":["other"])",
                  R"({"id":"other","title":"t","version":"1.0.0","subject":"hub","extends":["derived"]})"),
              AllOf(HasSubstr("other.json: at /extends/0"), HasSubstr("neither can come first")));
  EXPECT_THAT(refusalOfDerived(R"("extends":["test"],"without":["t.shal"])"),
              AllOf(HasSubstr("/without/0"), HasSubstr("did you mean 't.shall'")));
}

TEST(DerivedProfile, UsesDefinitionsOfWhatItExtends) {
  const std::string steps =
      R"({"do":"set","name":"x","value":1},{"do":"compare","value":"${x}","json":{"$ref":"#/definitions/one"}})";
  const SmallSuite small(checkOf(R"({"do":"set","name":"x","value":1})"), R"({"one":{"const":1}})");
  Suite suite(small.data());
  const std::string file = small.folder().write(
      "derived.json",
      derived(
          R"("extends":["test"],"checks":[{"id":"d.one","title":"t","requirements":["T-SHALL"],"steps":[)" +
          steps + "]}]"));
  EXPECT_NO_THROW(suite.addProfile(file));
}

}  // namespace
}  // namespace cast::conformance

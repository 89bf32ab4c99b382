using Winnow.Data.Tests.Interactions;
using Winnow.Numerics;

namespace Winnow.Data.Tests.Splits;

using Interactions = Winnow.Data.Interactions;

public sealed class SplitRuleTests
{
    private const ulong Seed = 7;

    private static readonly SplitRule[] s_rules =
    [
        new LeaveOneOut(), new LeaveOneOut(LeftOut.Random), new RandomHoldOut(0.2), new RandomHoldOut(0.3, PerUser: false), new GlobalTime(0.25),
        new KFold(4, 1), new UserHoldOut(10, 12),
    ];

    public static IEnumerable<object[]> Cases => from rule in Enumerable.Range(0, s_rules.Length) from log in Enumerable.Range(0, 4) select new object[] { rule, log };

    [Theory, MemberData(nameof(Cases))]
    public void Split_AnyRule_PutsEveryEventIntoOnePart(int rule, int seed)
    {
        Interactions log = Log(seed);

        InteractionSplit split = s_rules[rule].Split(log, Seed);

        List<string> together = [.. Logs.Events(split.Train), .. Logs.Events(split.ValidationEvents!), .. Logs.Events(split.TestEvents!)];
        Assert.Equal(Logs.Events(log).Where(IsKept).Order(), together.Order());

        bool IsKept(string e) => s_rules[rule] is not UserHoldOut || Enumerable.Range(0, split.Train.Items.Count).Any(i => e.Contains($" {split.Train.Items[i]} "));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Split_AnyRule_JudgesPairsThatAreNotKnown(int rule, int seed)
    {
        InteractionSplit split = s_rules[rule].Split(Log(seed), Seed);

        foreach (HeldOut part in (HeldOut[])[split.Validation!, split.Test])
        {
            Assert.Equal(0, SplitOddities.Of(part).TestPairsInTraining);
            Assert.NotEmpty(part.Users);
            Assert.Equal(s_rules[rule] is not UserHoldOut, part.Trained);
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Split_SameSeed_IsTheSame(int rule, int seed)
    {
        InteractionSplit split = s_rules[rule].Split(Log(seed), Seed);

        Assert.Equal(split.Fingerprint, s_rules[rule].Split(Log(seed), Seed).Fingerprint);
        Assert.Matches("^[0-9a-f]{16}$", split.Fingerprint);
        bool chance = s_rules[rule] is not (GlobalTime or LeaveOneOut { Which: LeftOut.Last });
        Assert.Equal(chance, split.Fingerprint != s_rules[rule].Split(Log(seed), Seed + 1).Fingerprint);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Refit_AnyRule_EqualsTheSplitWithoutValidation(int rule, int seed)
    {
        InteractionSplit split = s_rules[rule].Split(Log(seed), Seed), refitted = split.Refit();

        Assert.Null(refitted.Validation);
        Assert.Same(split.Test, refitted.Test);
        if (s_rules[rule] is UserHoldOut) return;
        InteractionSplit without = (s_rules[rule] with { Validation = false }).Split(Log(seed), Seed);
        Assert.Equal(Logs.Events(without.Train).Order(), Logs.Events(refitted.Train).Order());
        Assert.Equal(Rows(without.Test.Relevant), Rows(refitted.Test.Relevant));
        Assert.Equal(Rows(without.Test.Histories), Rows(refitted.Test.Histories));
    }

    [Fact]
    public void LeaveOneOut_Last_TakesTheLatestOfEqualTimesTheLastGiven()
    {
        Interactions log = Logs.Timed((0, 0, 5), (0, 1, 9), (0, 2, 9), (0, 3, 1), (1, 0, 1), (2, 2, 1), (2, 1, 0));

        InteractionSplit split = (new LeaveOneOut() with { Validation = false }).Split(log, Seed);

        Assert.Equal([0, 2], split.Test.Users);
        Assert.Equal(["2", "2"], Rows(split.Test.Relevant));
        Assert.Equal(1, split.Test.UsersWithoutRelevant);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void GlobalTime_AnyLog_LearnsFromNothingAtOrAfterTheFirstTestEvent(int seed)
    {
        InteractionSplit split = new GlobalTime(0.3).Split(Log(seed), Seed);

        Assert.True(split.Train.Times.ToArray().Max() < split.ValidationEvents!.Times.ToArray().Min());
        Assert.True(split.ValidationEvents.Times.ToArray().Max() < split.TestEvents!.Times.ToArray().Min());
        Assert.InRange(split.TestEvents.Count / (double)Log(seed).Count, 0.28, 0.33);      // events of one time stay together
    }

    [Fact]
    public void GlobalTime_NoTimes_SaysSo() =>
        Assert.Contains("times", Assert.Throws<ArgumentException>(() => new GlobalTime().Split(Logs.Random(0, times: false), Seed)).Message);

    [Fact]
    public void GlobalTime_AllAtOnce_IsRefused() =>
        Assert.Contains("leaves none", Assert.Throws<ArgumentException>(() => new GlobalTime().Split(Logs.Timed((0, 0, 3), (0, 1, 3)), Seed)).Message);

    [Theory, MemberData(nameof(Seeds))]
    public void RandomHoldOut_OfAll_TakesExactlyTheShare(int seed)
    {
        Interactions log = Log(seed);
        InteractionSplit split = (new RandomHoldOut(0.3, PerUser: false) with { Validation = false }).Split(log, Seed);
        Assert.Equal((int)Math.Round(0.3 * log.Count), split.TestEvents!.Count);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void RandomHoldOut_PerUser_LeavesEveryUserAnEvent(int seed)
    {
        Interactions log = Log(seed);
        InteractionSplit split = (new RandomHoldOut(0.9) with { Validation = false }).Split(log, Seed);
        for (int user = 0; user < log.Users.Count; user++)
            Assert.Equal(log.ByUser.RowLength(user) > 0, split.Train.ByUser.RowLength(user) > 0);
    }

    /// <summary>Each of n events is held out with probability share: over many seeds its count is binomial, and within five deviations.</summary>
    [Fact]
    public void RandomHoldOut_ManySeeds_TakesEveryEventEquallyOften()
    {
        const int seeds = 2_000, events = 50;
        int[] taken = new int[events];
        Interactions log = Logs.Of([.. Enumerable.Range(0, events).Select(i => (0, i))]);
        for (ulong seed = 0; seed < seeds; seed++)
            foreach (int item in (new RandomHoldOut(0.2) with { Validation = false }).Split(log, seed).TestEvents!.ItemOf) taken[item]++;

        double deviation = Math.Sqrt(seeds * 0.2 * 0.8);
        Assert.All(taken, count => Assert.InRange(count, 0.2 * seeds - 5 * deviation, 0.2 * seeds + 5 * deviation));
    }

    [Fact]
    public void KFold_AllFolds_JudgeEveryEventOnce()
    {
        Interactions log = Log(1);
        IEnumerable<string> judged = Enumerable.Range(0, 5).SelectMany(fold => Logs.Events((new KFold(5, fold) with { Validation = false }).Split(log, Seed).TestEvents!));
        Assert.Equal(Logs.Events(log).Order(), judged.Order());
    }

    [Fact]
    public void UserHoldOut_OfAnyUser_JudgesAFifthOfWhatIsFoldedInAndNothingOfItIsTrainedOn()
    {
        InteractionSplit split = new UserHoldOut(8, 9).Split(Logs.Random(3, items: 80, events: 2_000), Seed);

        int[] held = [.. split.Test.Users, .. split.Validation!.Users];
        Assert.Equal(held.Length, held.Distinct().Count());
        Assert.Equal(17, held.Length + split.Test.UsersWithoutRelevant + split.Validation.UsersWithoutRelevant);
        Assert.DoesNotContain(split.Train.UserOf.ToArray(), held.Contains);
        for (int i = 0; i < split.Test.Users.Count; i++)
        {
            int events = split.Test.Histories.RowLength(i) + split.Test.Relevant.RowLength(i);
            Assert.Equal(events / 5, split.Test.Relevant.RowLength(i));
        }
        for (int item = 0; item < split.Train.Items.Count; item++) Assert.True(split.Train.ByItem.RowLength(item) > 0);
    }

    [Fact]
    public void UserHoldOut_MoreUsersThanThereAre_IsRefused() =>
        Assert.Contains("only", Assert.Throws<ArgumentException>(() => new UserHoldOut(30, 30).Split(Logs.Random(3), Seed)).Message);

    [Fact]
    public void Split_PairThatCameBefore_IsKnownAndNotJudged()
    {
        Interactions log = Logs.Timed((0, 5, 1), (0, 5, 2), (1, 2, 1), (1, 3, 2));

        HeldOut test = (new LeaveOneOut() with { Validation = false }).Split(log, Seed).Test;

        Assert.Equal([1], test.Users);
        Assert.Equal((1, 1), (test.KnownPairs, test.UsersWithoutRelevant));
    }

    [Fact]
    public void WithValidation_OfASplitWithout_KeepsTheTestPart()
    {
        InteractionSplit split = (new LeaveOneOut() with { Validation = false }).Split(Log(2), Seed);

        InteractionSplit tuned = split.WithValidation(new RandomHoldOut(), 3);

        Assert.Same(split.Test, tuned.Test);
        Assert.Contains("validation: random hold-out of 20 % a user, seed 3", tuned.Protocol, StringComparison.Ordinal);
        Assert.Equal(Logs.Events(split.Train).Order(), Logs.Events(tuned.Refit().Train).Order());
        Assert.Throws<InvalidOperationException>(() => tuned.WithValidation(new RandomHoldOut(), 3));
        Assert.Throws<NotSupportedException>(() => split.WithValidation(new UserHoldOut(1, 1), 3));
    }

    [RealDataFact]
    public void WithValidation_OfNcfAgainstTheTestNegatives_RanksEveryUser()
    {
        InteractionSplit split = PublishedSplits.Load("ncf-ml-1m", new DatasetStore()).WithValidation(new LeaveOneOut(LeftOut.Random), 1, withTestNegatives: true);

        Assert.Equal((6_040, 994_169 - 6_040, 6_040 * 99), (split.Validation!.Users.Count, split.Train.Count, split.Validation.Negatives!.Entries));
    }

    [Theory, MemberData(nameof(Rules))]
    public void ToString_AnyRule_TellsWhatItDoes(int rule, string words) => Assert.Equal(words, s_rules[rule].ToString());

    public static TheoryData<int, string> Rules => new()
    {
        { 0, "leave-one-out (last by time)" },
        { 1, "leave-one-out (random)" },
        { 2, "random hold-out of 20 % a user" },
        { 3, "random hold-out of 30 % of all events" },
        { 4, "global time split, latest 25 %" },
        { 5, "fold 2 of 4" },
        { 6, "hold-out of 12 users and 10 for validation, 80 % of their events folded in" },
    };

    [Theory]
    [InlineData("leaveOneOut", "leave-one-out (last by time)")]
    [InlineData("LeaveOneOut:Random", "leave-one-out (random)")]
    [InlineData("randomHoldOut:0.1", "random hold-out of 10 % a user")]
    [InlineData("randomHoldOut:0.1:all", "random hold-out of 10 % of all events")]
    [InlineData("globalTime:0.25", "global time split, latest 25 %")]
    [InlineData("userHoldOut:10,20:0.7", "hold-out of 20 users and 10 for validation, 70 % of their events folded in")]
    [InlineData("kFold:5:4", "fold 5 of 5")]
    public void Parse_Text_GivesTheRule(string text, string words) => Assert.Equal(words, SplitRule.Parse(text).ToString());

    [Theory]
    [InlineData("leaveTwoOut"), InlineData("leaveOneOut:first"), InlineData("leaveOneOut:7"), InlineData("randomHoldOut:1.5"), InlineData("kFold"), InlineData("userHoldOut:10"), InlineData("globalTime:")]
    public void Parse_NoRule_ShowsWhatIs(string text) => Assert.Contains("randomHoldOut[:SHARE", Assert.Throws<FormatException>(() => SplitRule.Parse(text)).Message);

    [Fact]
    public void SplitFiles_TrainAndTest_ShareTheirNumbersAndKeepLeaks()
    {
        using TemporaryFolder folder = new();
        string train = folder.Write("train.txt", "ann x y\nbob x\ncid z\n"), test = folder.Write("test.txt", "bob y\nann x w\n");

        InteractionSplit split = SplitFiles.Read(train, test, new InteractionFormat { Layout = InteractionLayout.Lists });

        Assert.Equal((3, 4, 3, 1), (split.Train.Users.Count, split.Train.Items.Count, split.Test.Relevant.Entries, split.Test.UsersWithoutRelevant));
        Assert.Equal(1, SplitOddities.Of(split.Test).TestPairsInTraining);
        Assert.Equal("as split in train.txt and test.txt", split.Protocol);
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 4)];

    private static Interactions Log(int seed) => Logs.Random(seed, repeats: seed % 2 == 1);

    private static string[] Rows(CsrMatrix matrix) => [.. Enumerable.Range(0, matrix.Rows).Select(r => string.Join(' ', matrix.Row(r).ToArray()))];
}

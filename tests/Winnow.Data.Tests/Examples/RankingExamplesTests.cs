namespace Winnow.Data.Tests.Examples;

using Interactions = Winnow.Data.Interactions;

public sealed class RankingExamplesTests
{
    [Fact]
    public void Rows_OfALog_AreEventsWithNegativesAndFeatures()
    {
        RankingExamples examples = RankingExamples.Of(Split("ann a 1, ann b 2, bob a 2, ann c 3, bob d 5, ann d 7, bob b 8"), ItemFeatures(), UserFeatures(), new ExampleOptions { Negatives = 1 });

        Assert.Equal(["user", "item", "history", "price", "tags", "city", "time", "label"], examples.Train.Columns);
        List<string?[]> train = Sample.Cells(examples.Train), test = Sample.Cells(examples.Test);

        // The last event of each user is for the test, the last but one for validation; ann's b is what is left with something before it.
        Assert.Equal("ann b a:1 0.5 x:1;y:1 Rome 2 1", Text(train[0]));
        Assert.Equal((2, 4, 3), (train.Count, Sample.Cells(examples.Validation).Count, test.Count));        // ann has taken every item by the test
        Assert.Equal("ann d a:1;b:1;c:1 - - Rome 7 1", Text(test[0]));
        Assert.Equal("bob b a:1;d:1 0.5 x:1;y:1 - 8 1", Text(test[1]));
        Assert.Equal(("0", "0"), (train[1][^1], test[2][^1]));
    }

    [Fact]
    public void History_EventsOfTheSameMoment_AreNotInEachOthers()
    {
        List<string?[]> rows = Sample.Cells(RankingExamples.Of(
            Split("ann a 1, ann b 2, ann c 2, ann d 2, ann e 9, bob a 3, bob b 4", new LeaveOneOut { Validation = false }), null, null, new ExampleOptions { Negatives = 0 }).Train);

        Assert.Equal(["b: a:1", "c: a:1", "d: a:1"], rows.Select(r => $"{r[1]}: {r[2]}"));
    }

    [Fact]
    public void History_SameMoment_HoldsTheOthersOfTrainingEventsAlone()
    {
        RankingExamples examples = RankingExamples.Of(
            Split("ann a 1, ann b 2, ann c 2, ann d 2, ann e 9, bob a 3, bob b 3, ann g 9", new LeaveOneOut { Validation = false }), null, null, new ExampleOptions { Negatives = 0, SameMoment = true, History = 3 });

        // ann's e and g share their moment, but g is held out; so is bob's b.
        Assert.Equal(["b: a:1;c:1;d:1", "c: a:1;b:1;d:1", "d: a:1;b:1;c:1", "e: b:1;c:1;d:1"], Sample.Cells(examples.Train).Select(r => $"{r[1]}: {r[2]}"));
        Assert.Equal(["g: b:1;c:1;d:1"], Sample.Cells(examples.Test).Where(r => r[0] == "ann").Select(r => $"{r[1]}: {r[2]}"));
    }

    [Fact]
    public void History_LongerThanTheOption_KeepsTheLast()
    {
        List<string?[]> rows = Sample.Cells(RankingExamples.Of(
            Split("ann a 1, ann b 2, ann c 3, ann d 4, bob a 3, bob b 4"), null, null, new ExampleOptions { Negatives = 0, History = 2 }).Test);

        Assert.Equal("b:1;c:1", rows.Single(r => r[0] == "ann")[2]);
    }

    [Fact]
    public void Rows_WithoutTimes_StandByPlaceInTheSequences()
    {
        Interactions log = Log("ann a, ann b, ann c, ann d, ann e, bob c, bob b, bob a, bob d, eve a, eve b");
        List<string?[]> rows = Sample.Cells(RankingExamples.Of(new LeaveOneOut { Validation = false }.Split(log, 1), null, null, new ExampleOptions { Negatives = 0 }).Train);

        Assert.Equal(["ann b a:1", "bob b c:1", "ann c a:1;b:1", "bob a c:1;b:1", "ann d a:1;b:1;c:1"], rows.Select(r => $"{r[0]} {r[1]} {r[2]}"));
    }

    [Fact]
    public void EventsPerUser_KeepsTheLatestOfEach()
    {
        Interactions log = Log("ann a, ann b, ann c, ann d, ann e, bob c, bob b, bob a, bob d, eve a, eve b");
        List<string?[]> rows = Sample.Cells(RankingExamples.Of(
            new LeaveOneOut { Validation = false }.Split(log, 1), null, null, new ExampleOptions { Negatives = 0, EventsPerUser = 1 }).Train);

        Assert.Equal(["bob a", "ann d"], rows.Select(r => $"{r[0]} {r[1]}"));
    }

    [Theory]
    [InlineData(NegativeSampling.Uniform)]
    [InlineData(NegativeSampling.Popularity)]
    public void Negatives_AreNoItemsOfTheUserSoFar_AndOnlyItems(NegativeSampling sampling)
    {
        InteractionSplit split = new LeaveOneOut().Split(BigLog(), 3);
        RankingExamples examples = RankingExamples.Of(split, null, null, new ExampleOptions { Negatives = 7, NegativeSampling = sampling });
        HashSet<(string, string)> train = Pairs(split.Train), all = [.. train, .. Pairs(split.ValidationEvents!), .. Pairs(split.TestEvents!)];

        Check(examples.Train, train);
        Check(examples.Test, all);

        static void Check(ExampleSource source, HashSet<(string, string)> taken)
        {
            List<string?[]> rows = Sample.Cells(source);
            Assert.Equal(source.Rows, rows.Count);
            Assert.All(rows, row => Assert.Equal(row[^1] == "1", taken.Contains((row[0]!, row[1]!))));
        }
    }

    [Fact]
    public void Negatives_HeldOutItems_MayBeDrawnForTrainingRows()
    {
        InteractionSplit split = new LeaveOneOut().Split(BigLog(), 3);
        HashSet<(string, string)> later = [.. Pairs(split.ValidationEvents!), .. Pairs(split.TestEvents!)];

        List<string?[]> rows = Sample.Cells(RankingExamples.Of(split, null, null, new ExampleOptions { Negatives = 20 }).Train);

        Assert.Contains(rows, row => row[^1] == "0" && later.Contains((row[0]!, row[1]!)));     // or what is held out would show by its absence
    }

    [Fact]
    public void Negatives_ByPopularity_FollowThePower()
    {
        // Items p (9 training events of others) and q (1): with power ½ p is drawn 3 times as often as q.
        string log = string.Join(", ", Enumerable.Range(0, 9).Select(u => $"u{u} a, u{u} p, u{u} z")) + ", v a, v q, v z, " + string.Join(", ", Enumerable.Range(0, 4000).Select(u => $"w{u} a, w{u} b, w{u} z"));
        RankingExamples examples = RankingExamples.Of(
            new LeaveOneOut { Validation = false }.Split(Log(log), 1), null, null, new ExampleOptions { Negatives = 5, NegativeSampling = NegativeSampling.Popularity, PopularityPower = 0.5 });

        ILookup<string?, string?[]> drawn = Sample.Cells(examples.Train).Where(r => r[^1] == "0" && r[0]![0] == 'w').ToLookup(r => r[1]);

        double p = drawn["p"].Count(), q = drawn["q"].Count(), z = drawn["z"].Count();      // z has no training event and counts as one
        double expected = 3.0 / 5, deviation = Math.Sqrt(expected * (1 - expected) / (p + q + z));
        Assert.InRange(p / (p + q + z), expected - 5 * deviation, expected + 5 * deviation);
        Assert.True(q > 0 && z > 0);
    }

    [Fact]
    public void Rows_FromTheStartOfAnyBlock_AreThoseOfAFullPass()
    {
        ExampleSource source = RankingExamples.Of(new LeaveOneOut().Split(BigLog(), 3), null, null, new ExampleOptions { Negatives = 2 }).Train;
        List<(SourcePosition Start, int Before)> starts = [];
        int before = 0;
        using (BlockPipeline pipeline = new(source, 1))
        {
            for (; pipeline.Next() is { } slot; before += slot.Block.Rows) starts.Add((slot.Block.Start, before));
        }
        List<string?[]> all = Sample.Cells(source);

        Assert.True(starts.Count > 2);
        foreach ((SourcePosition start, int first) in starts)
        {
            using BlockPipeline rest = new(source, 2, start);
            RecordBlock block = rest.Next()!.Block;
            for (int row = 0; row < block.Rows; row++)
            {
                Assert.Equal(all[first + row][1], System.Text.Encoding.UTF8.GetString(block[row, 1]));
                Assert.Equal(first + row + 1, block.Line(row));
            }
        }
    }

    [Fact]
    public void Rows_SameSeed_AreTheSame_AndOthersWithAnother()
    {
        InteractionSplit split = new LeaveOneOut().Split(BigLog(), 3);
        List<string?[]> Rows(ulong seed) => Sample.Cells(RankingExamples.Of(split, null, null, new ExampleOptions { Seed = seed }).Train);

        Assert.Equal(Rows(1), Rows(1));
        Assert.NotEqual(Rows(1), Rows(2));
    }

    [Fact]
    public void Negatives_UserWithEveryItem_HasNone()
    {
        List<string?[]> rows = Sample.Cells(RankingExamples.Of(
            new LeaveOneOut { Validation = false }.Split(Log("ann a, ann b, ann c, ann a, bob a, bob b, bob c"), 1), null, null, new ExampleOptions { Negatives = 2 }).Train);

        Assert.Equal(["ann b 1", "ann c 1", "bob b 1", "bob c 0", "bob c 0"], rows.Select(r => $"{r[0]} {r[1]} {r[^1]}").Order());
    }

    [Fact]
    public void WithLabels_TeachersProbabilities_StandInTheRows()
    {
        ExampleSource hard = RankingExamples.Of(new LeaveOneOut().Split(BigLog(), 3), null, null, new ExampleOptions { Negatives = 1 }).Train;
        float[] labels = [.. Enumerable.Range(0, (int)hard.Rows).Select(i => i / (float)hard.Rows)];

        List<string?[]> soft = Sample.Cells(hard.WithLabels(labels)), rows = Sample.Cells(hard);

        Assert.Equal(labels, soft.Select(r => float.Parse(r[^1]!, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(rows.Select(r => r[1]), soft.Select(r => r[1]));
        Assert.Throws<ArgumentException>(() => hard.WithLabels(labels[1..]));
        Assert.Throws<ArgumentException>(() => hard.WithLabels([.. labels[1..], 1.5f]));
    }

    [Fact]
    public void Of_NamesThatClash_SaysWhich()
    {
        InteractionSplit split = Split("ann a 1, ann b 2, ann c 3");
        EntityFeatures both = Entities("a", ("price", FeatureValue.Number(1))), taken = Entities("a", ("history", FeatureValue.Text("x")));

        Assert.Contains("'price'", Assert.Throws<ArgumentException>(() => RankingExamples.Of(split, both, both, new ExampleOptions())).Message);
        Assert.Contains("'history'", Assert.Throws<ArgumentException>(() => RankingExamples.Of(split, taken, null, new ExampleOptions())).Message);
        Assert.Contains("Negatives is -1", Assert.Throws<ArgumentException>(() => RankingExamples.Of(split, null, null, new ExampleOptions { Negatives = -1 })).Message);
    }

    [Fact]
    public void Schema_OfFeatures_HasSensibleKinds()
    {
        string[] ids = [.. Enumerable.Range(0, 200).Select(i => $"i{i}")];
        EntityFeatures items = new(new IdIndex(ids), [.. ids.Select((id, i) => new FeatureValues([
            new("title", FeatureValue.Text($"Title {i}")), new("brand", FeatureValue.Text($"b{i % 9}")), new("price", FeatureValue.Number(i)), new("genres", FeatureValue.List(["x"])),
        ]))]);

        FeatureSchema schema = ExampleSchema.Infer(items, null, history: 7, hasTimes: true);

        Assert.Equal(ColumnKind.Ignore, schema["title"].Kind);
        Assert.Equal(ColumnKind.Id, schema["brand"].Kind);
        Assert.True(schema["price"].IsBucketed);
        Assert.Equal(ColumnKind.IdList, schema["genres"].Kind);
        Assert.Equal((ColumnKind.Sequence, "item", 7), (schema["history"].Kind, schema["history"].Table, schema["history"].MaxLength));
        Assert.Equal(("user", ColumnKind.Ignore), (schema.Group!.Name, schema["time"].Kind));
    }

    [Fact]
    public void Plan_FittedOnExamples_EncodesThemOnAnyNumberOfThreads()
    {
        RankingExamples examples = RankingExamples.Of(new LeaveOneOut().Split(BigLog(), 3), null, null, new ExampleOptions());
        FeaturePlan plan = FeaturePlan.Fit(examples.Train, examples.Schema);

        using EncodedDataset one = EncodedDataset.Encode(examples.Train, plan), three = EncodedDataset.Encode(examples.Train, plan, new EncodeOptions { Threads = 3 });

        Assert.Equal((examples.Train.Rows, one.Fingerprint), (one.Rows, three.Fingerprint));
        Assert.Equal((double)examples.Train.Events, one.LabelSum);
    }

    private static string Text(string?[] row) => string.Join(' ', row.Select(cell => cell ?? "-"));

    private static HashSet<(string, string)> Pairs(Interactions log) => [.. Enumerable.Range(0, log.Count).Select(e => (log.Users[log.UserOf[e]], log.Items[log.ItemOf[e]]))];

    /// <summary>150 users with 8 items each of 60, no item twice.</summary>
    private static Interactions BigLog() =>
        Log(string.Join(", ", Enumerable.Range(0, 150).SelectMany(u => Enumerable.Range(0, 8).Select(i => $"u{u} i{(u * 7 + i * 11) % 60}"))));

    private static InteractionSplit Split(string events, SplitRule? rule = null) => (rule ?? new LeaveOneOut()).Split(Log(events), 1);

    private static Interactions Log(string events)
    {
        string[][] cut = [.. events.Split(", ").Select(e => e.Split(' '))];
        string[] users = [.. cut.Select(e => e[0]).Distinct()], items = [.. cut.Select(e => e[1]).Distinct()];
        return new Interactions(
            new IdIndex(users), new IdIndex(items), [.. cut.Select(e => Array.IndexOf(users, e[0]))], [.. cut.Select(e => Array.IndexOf(items, e[1]))], null,
            cut[0].Length > 2 ? [.. cut.Select(e => long.Parse(e[2], System.Globalization.CultureInfo.InvariantCulture))] : null);
    }

    private static EntityFeatures ItemFeatures() => new(new IdIndex(["b", "zz", "c"]),
    [
        new([new("price", FeatureValue.Number(0.5)), new("tags", FeatureValue.List(["x", "y"]))]), FeatureValues.Empty, new([new("tags", FeatureValue.List([]))]),
    ]);

    private static EntityFeatures UserFeatures() => Entities("ann", ("city", FeatureValue.Text("Rome")));

    private static EntityFeatures Entities(string id, params (string Name, FeatureValue Value)[] values) =>
        new(new IdIndex([id]), [new FeatureValues(values.Select(v => KeyValuePair.Create(v.Name, v.Value)))]);
}

namespace Winnow.Data.Tests.Features;

public sealed class EncodingTests
{
    [Fact]
    public void Transform_Vocabulary_GivesKnownUnknownAndMissingKeys()
    {
        FeatureSchema schema = Schema("- { name: user, kind: id, minCount: 2 }");
        FeaturePlan plan = FeaturePlan.Fit(Sample.File("user\nann\nbob\nann\n"), schema);
        Vocabulary users = plan.VocabularyOf("user")!;

        using Batch batch = Encode(plan, "user\nann\nbob\n\"\"\nzoe\n");

        Assert.Equal((1, "ann", 2L), (users.Count, users.Text(0), users.Occurrences(0)));
        Assert.Equal([users.KeyOfEntry(0), users.UnknownKey, FeatureKey.None, users.UnknownKey], Keys(batch));
    }

    [Fact]
    public void Transform_MissingOwn_GivesAKeyOfItsOwn()
    {
        FeaturePlan plan = FeaturePlan.Fit(Sample.File("a,b\n1,2\n"), Schema("- { name: a, kind: id, missing: own }", "- { name: b, kind: id, encoding: hash, missing: own }"));
        using Batch batch = Encode(plan, "a,b\n,\n");
        Assert.Equal([FeatureKey.OfCode(FeatureKey.Salt("a"), 2), FeatureKey.OfCode(FeatureKey.Salt("b"), 2)], Keys(batch));
    }

    [Fact]
    public void Transform_Hash_NeedsNoVocabulary()
    {
        FeaturePlan plan = FeaturePlan.Fit(Sample.File("user\nann\n"), Schema("- { name: user, kind: id, encoding: hash }"));
        using Batch batch = Encode(plan, "user\nnever seen\n");
        Assert.Null(plan.VocabularyOf("user"));
        Assert.Equal([FeatureKey.OfText("never seen"u8, FeatureKey.Salt("user"))], Keys(batch));
    }

    [Fact]
    public void Transform_SharedTable_GivesEqualKeysToEqualIds()
    {
        FeaturePlan plan = FeaturePlan.Fit(Sample.File("item,other\nx,y\n"), Schema("- { name: item, kind: id }", "- { name: other, kind: id, table: item }"));
        using Batch batch = Encode(plan, "item,other\ny,x\nx,y\n");
        Assert.Equal(2, plan.VocabularyOf("item")!.Count);
        Assert.Equal(Keys(batch)[0], Keys(batch)[3]);
        Assert.Equal(Keys(batch)[1], Keys(batch)[2]);
    }

    [Fact]
    public void Transform_ListsAndSequences_KeepTheFirstAndTheLast()
    {
        FeatureSchema schema = Schema(
            "- { name: tags, kind: idList, encoding: hash, maxLength: 2 }",
            "- { name: history, kind: sequence, encoding: hash, maxLength: 2, separator: ' ' }",
            "- { name: user, kind: id, encoding: hash }");
        FeaturePlan plan = FeaturePlan.Fit(Sample.File("tags,history,user\na,b,c\n"), schema);

        using Batch batch = Encode(plan, "tags,history,user\na|b||c,p q r,u\n,,v\nz,s,w\n");

        Assert.Equal([0, 2, 4, 5, 5, 5, 6, 7, 8, 9], batch.Offsets.ToArray());
        Assert.Equal([Hash("tags", "a"), Hash("tags", "b")], batch.Cell(0, 0).ToArray());
        Assert.Equal([Hash("history", "q"), Hash("history", "r")], batch.Cell(0, 1).ToArray());
        Assert.Equal([Hash("user", "v")], batch.Cell(1, 2).ToArray());
        Assert.Equal([Hash("history", "s")], batch.Cell(2, 1).ToArray());
    }

    [Fact]
    public void Transform_WeightedLists_CarryTheirWeights()
    {
        const string yaml = "- { name: label, kind: label }\n  - { name: features, kind: idList, encoding: hash, weighted: true, pooling: sum }";
        FeatureSchema schema = FeatureSchema.FromYaml($"format: libSvm\ncolumns:\n  {yaml}\n");
        RecordFile file = Sample.File("1 3:0.5 4:-2\n0 9:1\n-1\n", schema);
        FeaturePlan plan = FeaturePlan.Fit(file, schema);
        using EncodedDataset data = EncodedDataset.Encode(file, plan);
        using Batch batch = new(plan.Layout);

        data.FillBatch([2, 0, 1], batch);

        Assert.Equal([0f, 1f, 0f], batch.Labels.ToArray());
        Assert.Equal([0, 0, 2, 3], batch.Offsets.ToArray());
        Assert.Equal([0.5f, -2f, 1f], batch.KeyWeights.ToArray());
        Assert.Equal([Hash("features", "3"), Hash("features", "4"), Hash("features", "9")], Keys(batch));
    }

    [Fact]
    public void Transform_Numbers_StandardiseByTheTrainingData()
    {
        FeatureSchema schema = Schema(
            "- { name: a, kind: dense, transform: standardize }", "- { name: b, kind: dense, transform: log }", "- { name: c, kind: dense }", "- { name: d, kind: dense, missing: zero }");
        FeaturePlan plan = FeaturePlan.Fit(Sample.File("a,b,c,d\n1,0,2,2\n3,3,4,4\n"), schema);

        using Batch batch = Encode(plan, "a,b,c,d\n5,-3,9,9\n,,,\n");

        double logMean = Math.Log(4) / 2;       // of ln 1 and ln 4, whose deviation is the same
        float[] expected = [3, (float)((-Math.Log(4) - logMean) / logMean), 9, 9, 0, 0, 3, 0];
        Assert.Equal(expected, batch.Dense.Row(0).ToArray().Concat(batch.Dense.Row(1).ToArray()), (x, y) => Math.Abs(x - y) <= 1e-6f * Math.Max(1, Math.Abs(x)));
    }

    [Fact]
    public void Transform_QuantileBuckets_SplitTheTrainingDataEvenly()
    {
        FeatureSchema schema = Schema("- { name: x, kind: dense, transform: quantileBuckets, buckets: 4 }");
        string values = string.Join('\n', Enumerable.Range(0, 1_000).Select(i => i * 37 % 1_000));
        FeaturePlan plan = FeaturePlan.Fit(Sample.File("x\n" + values), schema);

        using Batch batch = Encode(plan, "x\n" + values);

        Assert.Equal([250, 500, 750], plan.NumberOf("x").Edges);
        Assert.All(Keys(batch).GroupBy(k => k), g => Assert.Equal(250, g.Count()));
        Assert.Equal(4, plan.KeysOf(schema.IdFeatures[0]));
    }

    [Fact]
    public void Fit_MoreValuesThanTheSample_FindsQuantilesWithinSamplingError()
    {
        FeatureSchema schema = Schema("- { name: x, kind: dense, transform: quantileBuckets, buckets: 2 }");
        string values = string.Join('\n', Enumerable.Range(0, 100_000).Select(i => (long)i * 7_919 % 100_000));
        FeaturePlan plan = FeaturePlan.Fit(Sample.File("x\n" + values), schema, new FitOptions { SampleSize = 4_096 });
        double bound = 5 * 0.5 / Math.Sqrt(4_096) * 100_000;        // five standard errors of a sample median's rank
        Assert.InRange(plan.NumberOf("x").Edges[0], 50_000 - bound, 50_000 + bound);
    }

    [Theory]
    [InlineData("{ name: y, kind: label }", "1,0,-1,true,False", "1,0,0,1,0")]
    [InlineData("{ name: y, kind: label, positive: 50000+. }", "50000+.,- 50000.,1", "1,0,0")]
    [InlineData("{ name: y, kind: label, threshold: 4 }", "5,4,3.9,-1", "1,1,0,0")]
    [InlineData("{ name: y, kind: label, target: value }", "5,-0.25,1e3", "5,-0.25,1000")]
    public void Transform_Labels_FollowTheSchema(string column, string texts, string labels)
    {
        FeatureSchema schema = Schema("- " + column, "- { name: u, kind: id }");
        string file = "y,u\n" + string.Join('\n', texts.Split(',').Select(t => t + ",a")) + "\n";
        FeaturePlan plan = FeaturePlan.Fit(Sample.File(file), schema);
        using Batch batch = Encode(plan, file);
        Assert.Equal(labels.Split(',').Select(float.Parse), batch.Labels.ToArray());
    }

    [Fact]
    public void Transform_WeightGroupAndTime_FillTheirPlaces()
    {
        FeatureSchema schema = FeatureSchema.FromYaml("group: u\ncolumns: [{ name: u, kind: id }, { name: w, kind: weight }, { name: t, kind: time }]");
        FeaturePlan plan = FeaturePlan.Fit(Sample.File("u,w,t\na,1,1\n"), schema);
        using Batch batch = Encode(plan, "u,w,t\na,2.5,1714521600\nb,0,2024-05-01\n,1,2024-05-01T02:00:00+02:00\n");
        Assert.Equal([2.5f, 0, 1], batch.Weights.ToArray());
        Assert.Equal([1_714_521_600, 1_714_521_600, 1_714_521_600], batch.Times.ToArray());
        Assert.Equal([FeatureKey.OfText("a"u8, 0), FeatureKey.OfText("b"u8, 0), 0], batch.Groups.ToArray());
    }

    [Theory]
    [InlineData("y,x,t,w\nz,1,1,1", "y", RowFault.BadLabel)]
    [InlineData("y,x,t,w\n5,1,1,1", "y", RowFault.BadLabel)]
    [InlineData("y,x,t,w\n,1,1,1", "y", RowFault.MissingValue)]
    [InlineData("y,x,t,w\n1,abc,1,1", "x", RowFault.NotANumber)]
    [InlineData("y,x,t,w\n1,NaN,1,1", "x", RowFault.NotFinite)]
    [InlineData("y,x,t,w\n1,-inf,1,1", "x", RowFault.NotFinite)]
    [InlineData("y,x,t,w\n1,1e39,1,1", "x", RowFault.NotFinite)]
    [InlineData("y,x,t,w\n1,,1,1", "x", RowFault.MissingValue)]
    [InlineData("y,x,t,w\n1,1,noon,1", "t", RowFault.BadTime)]
    [InlineData("y,x,t,w\n1,1,1,-1", "w", RowFault.NegativeWeight)]
    [InlineData("y,x,t,w\n1,1,1", "w", RowFault.TooFewFields)]
    [InlineData("y,x,t,w\n1,1,1,1,1", "5", RowFault.TooManyFields)]
    [InlineData("y,x,t,w\n1,1,1,\"1", "w", RowFault.BrokenQuotes)]
    [InlineData("y,x,t,w\n1,1\0,1,1", "", RowFault.NulByte)]
    public void Encode_MalformedRow_IsToldWithLineColumnAndReason(string text, string column, RowFault fault)
    {
        FeatureSchema schema = Schema("- { name: y, kind: label }", "- { name: x, kind: dense, missing: reject }", "- { name: t, kind: time }", "- { name: w, kind: weight }");
        FeaturePlan plan = FeaturePlan.Fit(Sample.File("y,x,t,w\n1,1,1,1\n"), schema);
        BadRowLog log = new(new BadRowLimit(1, 0));
        using EncodedDataset data = EncodedDataset.Encode(Sample.File(text + "\n1,1,1,1\n", format: new FileFormat()), plan, new EncodeOptions { BadRows = log });
        Assert.Equal(new BadRow("sample", 2, column, fault), Assert.Single(log.First));
        Assert.Equal(1, log.CountOf(fault));
        Assert.Equal(1, data.Rows);
    }

    [Fact]
    public void NewEncoder_FileThatDoesNotFit_NamesTheNearestColumns()
    {
        FeaturePlan plan = FeaturePlan.Fit(Sample.File("user,item\na,b\n"), Schema("- { name: user, kind: id }", "- { name: item, kind: id }"));
        string message = Assert.Throws<SchemaMismatchException>(() => plan.NewEncoder(["users", "item", "price"], "new.csv")).Message;
        Assert.Contains("'user', which 'new.csv' does not have. Did you mean 'users'?", message);
        Assert.Contains("'new.csv' has a column 'price' that the schema does not name", message);
    }

    [Fact]
    public void Fit_VocabularyAboveItsLimit_SaysWhatToDo() =>
        Assert.Contains("encoding: hash", Assert.Throws<InvalidOperationException>(() => FeaturePlan.Fit(
            Sample.File("u\na\nb\nc\n"), Schema("- { name: u, kind: id }"), new FitOptions { MostVocabularyEntries = 2 })).Message);

    [Fact]
    public void RecordBuilder_SameValuesAsAFile_GivesTheSameBatch()
    {
        FeatureSchema schema = FeatureSchema.FromYaml("""
            group: user
            columns:
              - { name: click, kind: label }
              - { name: user, kind: id }
              - { name: tags, kind: idList, missing: own }
              - { name: price, kind: dense, transform: log }
              - { name: bucket, source: price, kind: dense, transform: quantileBuckets, buckets: 4 }
            """);
        const string text = "click,user,tags,price\n1,ann,a|b,0.1\n0,é,,7\n1,zoe,b|a,\n";
        FeaturePlan plan = FeaturePlan.Fit(Sample.File(text), schema);
        using Batch expected = Encode(plan, text), actual = new(plan.Layout);
        using RecordBuilder records = new(schema);

        for (int repeat = 0; repeat < 2; repeat++)
        {
            records.Clear();
            records.Begin().Set("click", 1).Set("user", "ann").Set("tags", ["a", "b"]).Set("price", 0.1).End();
            records.Begin().Set("click", 0).Set("user", "é").Set("price", 7L).End();
            records.Begin().Set("click", 1).Set("tags", "b|a").Set("user", "zoe").End();
            using RecordEncoder encoder = plan.NewEncoder(records.Block.Columns);
            encoder.Transform(records.Block, actual);

            Assert.Equal(Keys(expected), Keys(actual));
            Assert.Equal(expected.Offsets.ToArray(), actual.Offsets.ToArray());
            Assert.Equal(expected.Labels.ToArray(), actual.Labels.ToArray());
            Assert.Equal(expected.Groups.ToArray(), actual.Groups.ToArray());
            for (int r = 0; r < 3; r++) Assert.Equal(expected.Dense.Row(r).ToArray(), actual.Dense.Row(r).ToArray());
        }
        Assert.Contains("'user'", Assert.Throws<ArgumentException>(() => records.Begin().Set("usr", "x")).Message);
    }

    [Fact]
    public void RecordBuilder_NoLabel_IsScoredWithNaN()
    {
        FeatureSchema schema = Schema("- { name: click, kind: label }", "- { name: price, kind: dense }");
        FeaturePlan plan = FeaturePlan.Fit(Sample.File("click,price\n1,2\n"), schema);
        using RecordBuilder records = new(schema);
        using RecordEncoder encoder = plan.NewEncoder(records.Block.Columns, needLabel: false);
        using Batch batch = new(plan.Layout);
        records.Begin().Set("price", 4L).End();
        records.Begin().Set("price", "four").End();

        encoder.Transform(records.Block, batch);

        Assert.Equal(1, batch.Rows);
        Assert.True(float.IsNaN(batch.Labels[0]));
        Assert.Equal(RowFault.NotANumber, Assert.Single(records.Block.BadRows).Fault);
    }

    private static FeatureSchema Schema(params string[] columns) =>
        FeatureSchema.FromYaml("columns:\n" + string.Concat(columns.Select(c => $"  {c}\n")));

    private static Batch Encode(FeaturePlan plan, string text)
    {
        RecordFile file = Sample.File(text, format: new FileFormat());
        using EncodedDataset data = EncodedDataset.Encode(file, plan);
        Batch batch = new(plan.Layout);
        data.FillBatch([.. Enumerable.Range(0, data.Rows)], batch);
        return batch;
    }

    private static ulong[] Keys(Batch batch) => batch.Keys.ToArray();

    private static ulong Hash(string table, string text) => FeatureKey.OfText(System.Text.Encoding.UTF8.GetBytes(text), FeatureKey.Salt(table));
}

namespace Winnow.Data.Tests.Schemas;

public sealed class FeatureSchemaTests
{
    [Theory]
    [InlineData("columns:\n  - { name: user, knd: id }", 2, 19, "Unknown key 'knd' in columns[0]. Did you mean 'kind'?")]
    [InlineData("columns:\n  - { name: user, kind: idd }", 2, 25, "Did you mean 'id'?")]
    [InlineData("columns:\n  - { name: user, kind: id, minCount: 0 }", 2, 39, "at least 1")]
    [InlineData("columns:\n  - { name: user, kind: id, minCount: many }", 2, 39, "a whole number")]
    [InlineData("colums: []", 1, 1, "Did you mean 'columns'?")]
    [InlineData("columns:\n  - { kind: id }", 2, 5, "'columns[0].name' is missing")]
    [InlineData("columns:\n  - { name: a, kind: id }\n  - { name: a, kind: id }", 3, 13, "listed twice")]
    [InlineData("columns:\n  - { name: a, kind: label }\n  - { name: b, kind: label }", 3, 22, "second label")]
    [InlineData("group: usr\ncolumns:\n  - { name: user, kind: id }", 1, 8, "Did you mean 'user'?")]
    [InlineData("group: x\ncolumns:\n  - { name: x, kind: dense }", 1, 8, "expected id or group")]
    [InlineData("columns:\n  - { name: a, kind: dense, missing: own }", 2, 38, "numbers take mean, zero or reject")]
    [InlineData("columns:\n  - { name: a, kind: id, missing: zero }", 2, 35, "ids and buckets take")]
    [InlineData("columns:\n  - { name: a, kind: id, transform: log }", 2, 37, "for the kind dense")]
    [InlineData("columns:\n  - { name: a, kind: id, table: t }\n  - { name: b, kind: id, table: t, encoding: hash }", 3, 33, "differ in encoding")]
    [InlineData("format: { kind: csv, delimiter: ab }\ncolumns: [{ name: a, kind: id }]", 1, 33, "one character")]
    [InlineData("format: { kind: csv, positional: true }\ncolumns: [{ name: a, kind: id }]", 1, 9, "positional is for libSvm")]
    [InlineData("columns: []", 1, 10, "no columns")]
    [InlineData("columns: 3", 1, 10, "expected a list")]
    [InlineData("- a", 1, 1, "expected `key: value` lines")]
    [InlineData("columns: [", 2, 1, "Not YAML")]
    public void FromYaml_Fault_IsToldWithLineAndColumn(string yaml, long line, long column, string message)
    {
        YamlFault[] faults = [.. Assert.Throws<InvalidYamlException>(() => FeatureSchema.FromYaml(yaml)).Faults];
        Assert.Contains(faults, f => f.Line == line && f.Column == column && f.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void FromYaml_SeveralFaults_AreAllTold()
    {
        var error = Assert.Throws<InvalidYamlException>(() => FeatureSchema.FromYaml("columns:\n  - { name: a, kind: idd }\n  - { name: b, king: id }\n", "my.yaml"));
        Assert.Contains("my.yaml:2:22: ", error.Message);
        Assert.Contains("my.yaml:3:16: ", error.Message);
    }

    [Fact]
    public void ToYaml_EveryOption_ReadsBackTheSame()
    {
        FeatureSchema schema = new(
            [
                new Column("user name", ColumnKind.Id) { Source = "null", Table = "t: \"x\"", MinCount = 3, Missing = MissingRule.Own },
                new Column("other", ColumnKind.Id) { Table = "t: \"x\"", MinCount = 3 },
                new Column("tags", ColumnKind.IdList) { Encoding = IdEncoding.Hash, Separator = '\t', MaxLength = 5, Weighted = true, Pooling = Pooling.Sum },
                new Column("history", ColumnKind.Sequence) { MaxLength = 7, Separator = ' ' },
                new Column("default length", ColumnKind.Sequence),
                new Column("price", ColumnKind.Dense) { Transform = NumberTransform.QuantileBuckets, Buckets = 7 },
                new Column("é", ColumnKind.Dense) { Transform = NumberTransform.Log, Missing = MissingRule.Reject },
                new Column("label", ColumnKind.Label) { Positive = "50000+." },
                new Column("time", ColumnKind.Time), new Column("w", ColumnKind.Weight), new Column("skip", ColumnKind.Ignore),
            ],
            new FileFormat { Delimiter = ';', Header = false, Quotes = false, Trim = true, MissingTokens = ["?", "N/A", ""] },
            "other", ignoreOthers: true);

        FeatureSchema read = FeatureSchema.FromYaml(schema.ToYaml());

        Assert.Equal(schema.ToYaml(), read.ToYaml());
        foreach ((Column written, Column found) in schema.Columns.Zip(read.Columns))
            Assert.Equal(written.ToString(), found.ToString());
        Assert.Equal(schema.Format!.MissingTokens, read.Format!.MissingTokens);
        Assert.Equal(schema.Format with { MissingTokens = [] }, read.Format with { MissingTokens = [] });
        Assert.Equal("other", read.Group!.Name);
        Assert.True(read.IgnoreOthers);
    }

    [Fact]
    public void Layout_OfSchema_CountsItsFeatures()
    {
        FeatureSchema schema = FeatureSchema.FromYaml("""
            columns:
              - { name: user, kind: id }
              - { name: age, kind: dense, transform: quantileBuckets }
              - { name: price, kind: dense }
              - { name: g, kind: group }
              - { name: y, kind: label }
            """);
        Assert.Equal(new BatchLayout(2, 1, Jagged: false, HasKeyWeights: false, HasWeights: false, HasGroups: true, HasTimes: false), schema.Layout);
        Assert.Equal(["user", "age"], schema.Tables);
        Assert.Contains("'price'", Assert.Throws<ArgumentException>(() => schema["prise"]).Message);
    }

    [Theory]
    [InlineData("user", "usr", 1)]
    [InlineData("learningRate", "learnngRate", 1)]
    [InlineData("ab", "ba", 1)]
    [InlineData("abc", "", 3)]
    [InlineData("KIND", "kind", 0)]
    public void NearestName_Distance_CountsTypingErrors(string a, string b, int distance) => Assert.Equal(distance, NearestName.Distance(a, b));
}

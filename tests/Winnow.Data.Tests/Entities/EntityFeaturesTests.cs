using System.IO.Compression;
using System.Text;

namespace Winnow.Data.Tests.Entities;

public sealed class EntityFeaturesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_WhatWriteWrote_IsTheSame()
    {
        EntityFeatures written = new(new IdIndex(["85123A", "7", "ü \"q\""]),
        [
            Of(("title", FeatureValue.Text("Amélie <3 & Co.")), ("price", FeatureValue.Number(0.1 + 0.2)), ("genres", FeatureValue.List(["Drama", "", "Children's"]))),
            FeatureValues.Empty,
            Of(("genres", FeatureValue.List([])), ("stock", FeatureValue.Number(-1e-300))),
        ]);
        string path = _folder.File("items.jsonl");

        written.Write(path);
        EntityFeatures read = EntityFeatures.Read(path);

        Assert.Equal(written.Names, read.Names);
        for (int i = 0; i < written.Count; i++)
        {
            Assert.Equal(written.Ids[i], read.Ids[i]);
            foreach (string name in written.Names) Assert.Equal(written[i][name], read[i][name]);
        }
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
        Assert.Contains("Amélie <3 & Co.", File.ReadAllText(path));
    }

    [Fact]
    public void Read_GzippedWithByteOrderMarkAndBlankLines_IsAsThePlainFile()
    {
        string path = _folder.File("items.jsonl.gz");
        using (GZipStream gzip = new(File.Create(path), CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes("\uFEFF{\"id\":1,\"new\":true}\r\n\n  \n{\"id\":\"b\",\"words\":[\"x\",2.50],\"gone\":null}"));

        EntityFeatures read = EntityFeatures.Read(path);

        Assert.Equal(["1", "b"], [read.Ids[0], read.Ids[1]]);
        Assert.Equal(FeatureValue.Text("true"), read[0]["new"]);
        Assert.Equal(FeatureValue.List(["x", "2.50"]), read[1]["words"]);
        Assert.Equal(["new", "words"], read.Names);
    }

    [Fact]
    public void Read_LineLongerThanTheBuffer_IsWhole()
    {
        string text = new('x', 200_000);
        EntityFeatures read = EntityFeatures.Read(_folder.Write("items.jsonl", $"{{\"id\":\"a\",\"t\":\"{text}\"}}\n{{\"id\":\"b\"}}\n"));

        Assert.Equal((2, text), (read.Count, read[0]["t"].Texts[0]));
    }

    [Theory]
    [InlineData("{\"id\":\"a\"}\n{\"id\":\"a\"}", "line 2: id 'a' appears a second time")]
    [InlineData("\n{\"name\":\"a\"}", "line 2 is no entity")]
    [InlineData("{\"id\":\"\"}", "line 1 is no entity")]
    [InlineData("[1]", "line 1 is no entity")]
    [InlineData("{\"id\":\"a\"", "line 1 is no entity")]
    [InlineData("{\"id\":\"a\",\"x\":{}}", "Feature 'x'")]
    [InlineData("{\"id\":\"a\",\"x\":[[]]}", "Feature 'x'")]
    [InlineData("{\"id\":\"a\",\"x\":1,\"x\":2}", "Feature 'x' comes twice")]
    [InlineData("{\"id\":\"a\",\"x\":1e999}", "beyond double precision")]
    [InlineData("{\"id\":\"a\",\"x\":\"\\ud800\"}", "line 1 is no entity")]
    public void Read_BadLine_NamesFileAndLine(string text, string expected)
    {
        string path = _folder.Write("items.jsonl", text);

        string message = Assert.Throws<InvalidDataException>(() => EntityFeatures.Read(path)).Message;

        Assert.Contains(path, message);
        Assert.Contains(expected, message);
    }

    [Fact]
    public void Read_OtherEncoding_SaysSo()
    {
        string path = _folder.File("items.jsonl");
        File.WriteAllBytes(path, [.. "{\"id\":\"a\"}\n{\"id\":\""u8, 0xE9, .. "\"}\n"u8]);

        Assert.Contains("line 2 is not valid UTF-8", Assert.Throws<InvalidDataException>(() => EntityFeatures.Read(path)).Message);
    }

    [Fact]
    public void Read_GzipCutShort_SaysThatItIsDamaged()
    {
        using MemoryStream memory = new();
        using (GZipStream gzip = new(memory, CompressionLevel.NoCompression, leaveOpen: true)) gzip.Write("{\"id\":\"a\"}\n{\"id\":\"b\"}\n"u8);
        string path = _folder.File("items.jsonl.gz");
        File.WriteAllBytes(path, memory.ToArray()[..^10]);

        Assert.Contains("damaged", Assert.Throws<InvalidDataException>(() => EntityFeatures.Read(path)).Message);
    }

    [Fact]
    public void Write_WhereNothingCanBeWritten_LeavesWhatWasThere()
    {
        string path = _folder.Write("items.jsonl", "old");
        Directory.CreateDirectory(path + ".partial");       // the place of the new file is taken

        Assert.ThrowsAny<Exception>(() => new EntityFeatures(new IdIndex(["a"]), [FeatureValues.Empty]).Write(path));

        Assert.Equal("old", File.ReadAllText(path));
    }

    [Fact]
    public void New_FeatureNamedAsTheId_Throws() =>
        Assert.Contains("'id'", Assert.Throws<ArgumentException>(() => new EntityFeatures(new IdIndex(["a"]), [Of(("id", FeatureValue.Number(1)))])).Message);

    [Fact]
    public void Values_MissingEmptyAndNotFinite_AreToldApart()
    {
        Assert.True(FeatureValue.Text("").IsMissing && FeatureValue.Number(double.NaN).IsMissing && default(FeatureValue).IsMissing);
        Assert.False(FeatureValue.List([]).IsMissing);
        Assert.False(FeatureValue.Text("infinity").TryNumber(out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => FeatureValue.Number(double.PositiveInfinity));
        Assert.Throws<ArgumentException>(() => FeatureValue.List([null!]));
        Assert.Throws<ArgumentException>(() => Of(("a", FeatureValue.Number(1)), ("a", FeatureValue.Number(2))));
    }

    [Fact]
    public void With_ChangesAndRemovals_WinInThisOrder()
    {
        FeatureValues changed = Of(("a", FeatureValue.Number(1)), ("b", FeatureValue.Text("x")), ("c", FeatureValue.Text("y")))
            .With(Of(("b", FeatureValue.Number(2)), ("d", FeatureValue.Text("z"))), ["c", "d"]);

        Assert.Equal(["a", "b"], changed.Names);
        Assert.Equal(FeatureValue.Number(2), changed["b"]);
    }

    private static FeatureValues Of(params (string Name, FeatureValue Value)[] values) => new(values.Select(v => KeyValuePair.Create(v.Name, v.Value)));
}

using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Winnow.Data.Tests.Catalogue;

public sealed class DatasetStoreTests : IDisposable
{
    private const string Text = "label,user\n1,u\n0,v\n";

    private readonly TemporaryFolder _folder = new(), _cache = new();

    public void Dispose()
    {
        _folder.Dispose();
        _cache.Dispose();
    }

    [Fact]
    public void Get_FileInFolder_ReturnsItWithoutAsking()
    {
        _folder.Write("tiny/rows.csv", Text);
        using FakePublisher publisher = new([]);

        string path = Store(publisher).Get(Tiny(), Tiny().Splits[0].Files[0]);

        Assert.Equal(_folder.File("tiny/rows.csv"), path);
        Assert.Empty(publisher.Requests);
    }

    [Fact]
    public void Get_NotHere_FetchesIntoCacheOnce()
    {
        using FakePublisher publisher = new(Encoding.UTF8.GetBytes(Text));
        DatasetStore store = Store(publisher);
        List<long> progress = [];

        string first = store.Get(Tiny(), Tiny().Splits[0].Files[0], new Progress(progress));
        string second = store.Get(Tiny(), Tiny().Splits[0].Files[0]);

        Assert.Equal(_cache.File("tiny/rows.csv"), first);
        Assert.Equal(first, second);
        Assert.Equal([new Uri("https://publisher.test/rows.csv")], publisher.Requests);
        Assert.Equal(Text.Length, progress[^1]);
        Assert.Equal(["rows.csv"], Directory.GetFiles(_cache.File("tiny")).Select(Path.GetFileName));
    }

    [Fact]
    public void Get_CompressedAtPublisher_ChecksTheTextInside()
    {
        using FakePublisher publisher = new(Gzip(Text));

        RecordFile rows = Store(publisher).Open(Tiny(), "train");

        Assert.Equal([["1", "u"], ["0", "v"]], Sample.Cells(rows));
    }

    [Fact]
    public void Get_OtherContentHere_SaysWhichChecksumsDiffer()
    {
        string path = _folder.Write("tiny/rows.csv", Text + "1,w\n");

        var error = Assert.Throws<DatasetUnavailableException>(() => Store(null).Get(Tiny(), Tiny().Splits[0].Files[0]));

        Assert.Contains(path, error.Message);
        Assert.Contains(Sha256(Text), error.Message);
    }

    [Fact]
    public void Get_OtherContentAtPublisher_KeepsNothing()
    {
        using FakePublisher publisher = new("something else"u8.ToArray());

        Assert.Throws<DatasetUnavailableException>(() => Store(publisher).Get(Tiny(), Tiny().Splits[0].Files[0]));

        Assert.Empty(Directory.GetFiles(_cache.File("tiny")));
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, null, "404")]
    [InlineData(HttpStatusCode.OK, 1_000L, "of 1000 bytes")]
    public void Get_PublisherFails_SaysWhyAndWhereToPutTheFile(HttpStatusCode status, long? announced, string reason)
    {
        using FakePublisher publisher = new(Encoding.UTF8.GetBytes(Text), status, announced);

        var error = Assert.Throws<DatasetUnavailableException>(() => Store(publisher).Get(Tiny(), Tiny().Splits[0].Files[0]));

        Assert.Contains(reason, error.Message);
        Assert.Contains(_folder.File("tiny"), error.Message);
        Assert.Empty(Directory.GetFiles(_cache.File("tiny")));
    }

    [Fact]
    public void Get_NoUrl_SaysWhereToPutTheFile()
    {
        Dataset dataset = Dataset.FromYaml(Yaml.Replace("url: https://publisher.test/rows.csv", ""), "tiny.yaml");

        var error = Assert.Throws<DatasetUnavailableException>(() => Store(null).Get(dataset, dataset.Splits[0].Files[0]));

        Assert.Contains("Put rows.csv or rows.csv.gz into " + _folder.File("tiny"), error.Message);
    }

    [Fact]
    public void Get_DamagedGzip_SaysSo()
    {
        byte[] damaged = Gzip(Text)[..20];
        Directory.CreateDirectory(_folder.File("tiny"));
        File.WriteAllBytes(_folder.File("tiny/rows.csv.gz"), damaged);

        var error = Assert.Throws<DatasetUnavailableException>(() => Store(null).Get(Tiny(), Tiny().Splits[0].Files[0]));

        Assert.Contains("damaged", error.Message);
    }

    private static string Yaml => $$"""
        name: tiny
        title: Two rows
        description: For tests.
        source: nobody
        terms: none
        splits:
          train:
            - file: rows.csv
              rows: 2
              sha256: {{Sha256(Text)}}
              url: https://publisher.test/rows.csv
        schema:
          format: csv
          columns:
            - { name: label, kind: label }
            - { name: user, kind: id }
        """;

    private static Dataset Tiny() => Dataset.FromYaml(Yaml, "tiny.yaml");

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private DatasetStore Store(HttpMessageHandler? publisher) => new(_folder.Path, _cache.Path, publisher ?? new FakePublisher([], HttpStatusCode.Gone));

    private static byte[] Gzip(string text)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private sealed class Progress(List<long> seen) : IProgress<long>
    {
        public void Report(long value) => seen.Add(value);
    }
}

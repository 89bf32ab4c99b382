using System.Diagnostics;
using System.Globalization;
using System.Text;
using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Benchmarks;

/// <summary>From the bytes of a file to keys and numbers in batches.</summary>
public sealed class CsvBenchmark : IBenchmark
{
    private const int RowCount = 200_000, RoundCount = 5, BatchRows = 4096;

    public string Name => "csv";

    public string Summary =>
        "Reading a click log of 13 numbers and 26 ids a row (200,000 rows, ids Zipf-like) into batches of 4,096 rows: bytes to cells to "
        + "keys and floats, with every check for malformed rows, beside plain reads of the same file from the page cache in the same rounds, medians. "
        + "One thread is timed by the processor, so that neighbours on the machine do not count; two threads by the clock.";

    public IEnumerable<BenchmarkRow> Run(Action<string> progress)
    {
        string folder = Directory.CreateTempSubdirectory("winnow-bench-").FullName;
        try
        {
            foreach ((string name, ClickLogText text, IdEncoding encoding) in Cases)
            {
                string path = Path.Combine(folder, "log." + text.Format.Kind);
                File.WriteAllBytes(path, text.Write(RowCount));
                using (Pass pass = new(path, text.Schema(encoding), threads: 1))
                    yield return Compare($"{name}, 1 thread", pass.ReadByProcessorTime, () => ReadPlainly(path, ProcessorSeconds), "MB/s of a core", text, progress);
                if (Environment.ProcessorCount < 2) continue;
                using (Pass pass = new(path, text.Schema(encoding), threads: 2))
                    yield return Compare($"{name}, 2 threads", pass.ReadByClock, () => ReadPlainly(path, call => Rounds.SecondsPerCall(call, 0.1)), "MB/s", text, progress);
            }
            yield return Shuffled(Path.Combine(folder, "log.Tsv"), progress);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static BenchmarkRow Compare(
        string name, Func<double> ours, Func<double> plain, string unit, ClickLogText text, Action<string> progress)
    {
        double[] rates = Rounds.Medians(RoundCount, ours, plain);
        progress($"{name}: {rates[0]:F0} {unit}, {rates[0] * 1e6 / text.BytesPerRow:N0} rows/s");
        return new BenchmarkRow(name, rates[0], rates[1], "reading the file", unit);
    }

    /// <summary>Processor seconds of one call, over enough calls for the clock of the processor, which ticks every 10 ms.</summary>
    private static double ProcessorSeconds(Action call)
    {
        const double enough = 0.4;
        using Process self = Process.GetCurrentProcess();
        TimeSpan start = self.TotalProcessorTime, spent;
        int calls = 0;
        do
        {
            call();
            calls++;
            self.Refresh();
            spent = self.TotalProcessorTime - start;
        }
        while (spent.TotalSeconds < enough);
        return spent.TotalSeconds / calls;
    }

    private static IEnumerable<(string, ClickLogText, IdEncoding)> Cases =>
    [
        ("TSV, vocabulary", new ClickLogText(FileKind.Tsv, quoted: false), IdEncoding.Vocabulary),
        ("TSV, hashed", new ClickLogText(FileKind.Tsv, quoted: false), IdEncoding.Hash),
        ("CSV, every id quoted, hashed", new ClickLogText(FileKind.Csv, quoted: true), IdEncoding.Hash),
        ("JSON Lines, hashed", new ClickLogText(FileKind.JsonLines, quoted: true), IdEncoding.Hash),
        ("libffm, hashed", new ClickLogText(FileKind.LibFfm, quoted: false), IdEncoding.Hash),
    ];

    /// <summary>Random rows of a data set in memory, beside copying as many bytes in order.</summary>
    private static BenchmarkRow Shuffled(string path, Action<string> progress)
    {
        FeatureSchema schema = new ClickLogText(FileKind.Tsv, quoted: false).Schema(IdEncoding.Vocabulary);
        RecordFile file = RecordFile.Open(path, schema);
        using EncodedDataset data = EncodedDataset.Encode(file, FeaturePlan.Fit(file, schema));
        using ShuffledBatches batches = new(data, BatchRows, seed: 1);
        using Batch batch = new(data.Layout);
        double bytesPerRow = 8.0 * data.Layout.Features + 4.0 * (data.Layout.Dense + 1);
        double[] rates = Rounds.Medians(RoundCount, () => RowsPerSecond(batches, batch, data.Rows), () => CopyRate() / bytesPerRow);
        progress($"shuffled batches from memory, 1 thread: {rates[0]:N0} rows/s");
        return new BenchmarkRow("shuffled batches from memory, 1 thread", rates[0], rates[1], "copying as many bytes in order", "rows/s");
    }

    private static double RowsPerSecond(ShuffledBatches batches, Batch batch, int rows) =>
        rows / Rounds.SecondsPerCall(() => { while (batches.Next(batch)) { } }, 0.2);

    private static double CopyRate()
    {
        using NativeBuffer<byte> from = new(64 << 20), to = new(64 << 20);
        return 64 * (1 << 20) / Rounds.SecondsPerCall(() => from.Span.CopyTo(to.Span), 0.1);
    }

    private static double ReadPlainly(string path, Func<Action, double> secondsOf)
    {
        byte[] buffer = new byte[1 << 18];
        double seconds = secondsOf(() =>
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            while (file.Read(buffer) > 0) { }
        });
        return new FileInfo(path).Length / 1e6 / seconds;
    }

    /// <summary>Whole passes over one file by one plan.</summary>
    private sealed class Pass : IDisposable
    {
        private readonly double _megabytes;
        private readonly StreamedBatches _batches;
        private readonly Batch _batch;

        public Pass(string path, FeatureSchema schema, int threads)
        {
            RecordFile file = RecordFile.Open(path, schema);
            FeaturePlan plan = FeaturePlan.Fit(file, schema, new FitOptions { Threads = threads });
            _megabytes = new FileInfo(path).Length / 1e6;
            _batches = new StreamedBatches(file, plan, BatchRows, new EncodeOptions { Threads = threads });
            _batch = new Batch(plan.Layout);
        }

        public double ReadByClock() => _megabytes / Rounds.SecondsPerCall(ReadAll, 0);

        public double ReadByProcessorTime() => _megabytes / ProcessorSeconds(ReadAll);

        public void Dispose()
        {
            _batches.Dispose();
            _batch.Dispose();
        }

        private void ReadAll()
        {
            int rows = 0;
            while (_batches.Next(_batch)) rows += _batch.Rows;
            if (rows != RowCount) throw new InvalidOperationException($"{rows} rows came, {RowCount} were written.");
        }
    }

    /// <summary>Writes the click log in one format.</summary>
    private sealed class ClickLogText(FileKind kind, bool quoted)
    {
        private const int Numbers = 13, Ids = 26;

        public FileFormat Format { get; } = new() { Kind = kind, Header = false };

        public double BytesPerRow { get; private set; }

        public FeatureSchema Schema(IdEncoding encoding)
        {
            List<Column> columns = [new Column("label", ColumnKind.Label)];
            for (int i = 0; i < Numbers; i++)
                columns.Add(kind == FileKind.LibFfm ? new Column($"n{i}", ColumnKind.Id) { Encoding = encoding } : new Column($"n{i}", ColumnKind.Dense) { Transform = NumberTransform.Log });
            for (int i = 0; i < Ids; i++) columns.Add(new Column($"c{i}", ColumnKind.Id) { Encoding = encoding });
            return new FeatureSchema(columns, Format);
        }

        public byte[] Write(int rows)
        {
            RandomStream random = new(1, "click log");
            StringBuilder text = new();
            for (int row = 0; row < rows; row++) WriteRow(text, random.Fork((ulong)row));
            byte[] bytes = Encoding.ASCII.GetBytes(text.ToString());
            BytesPerRow = (double)bytes.Length / rows;
            return bytes;
        }

        private void WriteRow(StringBuilder text, RandomStream random)
        {
            string label = random.Uniform(0) < 0.25f ? "1" : "0";
            text.Append(kind == FileKind.JsonLines ? $"{{\"label\":{label}" : label);
            for (int i = 0; i < Numbers; i++)
            {
                int number = (int)(10 / (random.Uniform((ulong)i + 1) + 0.001f)) - 10;
                Write(text, $"n{i}", i, number.ToString(CultureInfo.InvariantCulture), isNumber: true);
            }
            for (int i = 0; i < Ids; i++)
            {
                uint id = (uint)(1 / (random.Uniform((ulong)i + 20) + 1e-6f)) * 2_654_435_761u;
                Write(text, $"c{i}", Numbers + i, id.ToString("x8", CultureInfo.InvariantCulture), isNumber: false);
            }
            text.Append(kind == FileKind.JsonLines ? "}\n" : "\n");
        }

        private void Write(StringBuilder text, string name, int field, string value, bool isNumber)
        {
            if (quoted && !isNumber) value = $"\"{value}\"";
            text.Append(kind switch
            {
                FileKind.JsonLines => $",\"{name}\":{value}",
                FileKind.LibFfm => $" {field}:{value}:1",
                FileKind.Csv => $",{value}",
                _ => $"\t{value}",
            });
        }
    }
}

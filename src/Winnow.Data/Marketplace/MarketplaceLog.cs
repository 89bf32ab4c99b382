using System.Text;
using Winnow.Data.Marketplace.Internals;

namespace Winnow.Data.Marketplace;

/// <summary>The log of a simulated marketplace as files.</summary>
public static class MarketplaceLog
{
    /// <summary>File of the first days.</summary>
    public const string TrainingFile = "train.csv";

    /// <summary>File of the days after them.</summary>
    public const string ValidationFile = "validation.csv";

    /// <summary>File of the last days.</summary>
    public const string TestFile = "test.csv";

    private const string SchemaFile = "schema.yaml", UserFile = "users.csv", ItemFile = "items.csv";

    /// <summary>Plays a marketplace and writes train.csv, validation.csv and test.csv (split by time), schema.yaml, users.csv and
    /// items.csv.</summary>
    /// <param name="directory">Where to; made if it is not there, files of these names are replaced.</param>
    /// <param name="options">Size, effects and seed. The same options write the same bytes (on one platform: logarithms and
    /// sines may differ in the last digit between operating systems).</param>
    /// <param name="progress">Told the impressions written so far, about once a thousand.</param>
    /// <param name="cancel">Stops the writing; nothing that was there before is touched then.</param>
    /// <returns>Counts and paths.</returns>
    /// <exception cref="ArgumentException">Options are out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="IOException">The files cannot be written.</exception>
    /// <remarks>One thread, a million impressions in a few seconds; memory does not grow with the number of impressions.
    /// Files get their names when all of them are complete.</remarks>
    public static MarketplaceSummary Write(
        string directory, MarketplaceOptions options, IProgress<long>? progress = null, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        MarketplaceSimulator simulator = new(options);
        Directory.CreateDirectory(directory);
        using LogFile training = Open(TrainingFile), validation = Open(ValidationFile), test = Open(TestFile);
        Play(simulator, [training, validation, test], progress, cancel);

        string users = WriteUsers(Path.Combine(directory, UserFile), simulator.World);
        string items = WriteItems(Path.Combine(directory, ItemFile), simulator.World);
        string schema = Path.Combine(directory, SchemaFile);
        File.WriteAllText(schema, MarketplaceSchema.Yaml(options));
        return new MarketplaceSummary(training.Publish(), validation.Publish(), test.Publish(), schema, users, items);

        LogFile Open(string name) => new(Path.Combine(directory, name), simulator.World);
    }

    /// <summary>Reads the true click probabilities of a log file, to judge an oracle that knows them beside the models.</summary>
    /// <param name="path">One of the files written by <see cref="Write"/>.</param>
    /// <returns>One probability a row, in the order of the file.</returns>
    /// <exception cref="InvalidDataException">The file has no such column, or a line without a number in it.</exception>
    public static float[] ReadTrueClickProbabilities(string path)
    {
        using StreamReader reader = new(path, Encoding.ASCII, false, 1 << 16);
        int column = Array.IndexOf((reader.ReadLine() ?? "").Split(','), MarketplaceSchema.TrueClickProbability);
        if (column < 0) Throw.NoTruth(path);
        List<float> probabilities = [];
        while (reader.ReadLine() is { } line)
        {
            ReadOnlySpan<char> rest = line;
            for (int n = 0; n < column; n++) rest = rest[(rest.IndexOf(',') + 1)..];
            if (rest.IndexOf(',') is int end and >= 0) rest = rest[..end];
            if (!float.TryParse(rest, out float probability)) Throw.BadTruth(path, probabilities.Count + 2);
            probabilities.Add(probability);
        }
        return [.. probabilities];
    }

    private static void Play(
        MarketplaceSimulator simulator, LogFile[] files, IProgress<long>? progress, CancellationToken cancel)
    {
        MarketplaceOptions options = simulator.World.Options;
        long rows = 0, reported = 0;
        while (simulator.MoveNext())
        {
            int day = simulator.Page.Day;
            int split = day < options.TrainingDays ? 0 : day < options.Days - options.TestDays ? 1 : 2;
            files[split].Write(simulator.Page);
            rows += simulator.Page.Impressions.Length;
            if (rows - reported < 1000) continue;
            cancel.ThrowIfCancellationRequested();
            progress?.Report(reported = rows);
        }
    }

    private static string WriteUsers(string path, MarketplaceWorld world)
    {
        using CsvLineWriter csv = new(path, MarketplaceSchema.UserHeader);
        for (int u = 0; u < world.Options.Users; u++)
        {
            csv.Field('u', u);
            csv.Field('g', world.Users.Segment(u));
            csv.Field('a', world.Users.Age(u));
            csv.Field('r', world.Users.Region(u));
            csv.Field(LogFile.Name(world.Users.UsualDevice(u)));
            csv.Field(world.Users.Activity(u), 4);
            csv.Field(world.Users.Inclination(u), 4);
            csv.Field(world.Users.PriceSensitivity(u), 4);
            csv.EndLine();
        }
        csv.Publish();
        return path;
    }

    private static string WriteItems(string path, MarketplaceWorld world)
    {
        using CsvLineWriter csv = new(path, MarketplaceSchema.ItemHeader);
        MarketplaceCatalogue catalogue = world.Catalogue;
        for (int i = 0; i < world.Options.Items; i++)
        {
            csv.Field('i', i);
            csv.Field('c', catalogue.Category(i));
            csv.Field('s', catalogue.Seller(i));
            csv.Field(catalogue.Price(i), 2);
            csv.Field(catalogue.ArrivalDay(i), 3);
            csv.Field(catalogue.Quality(i), 4);
            csv.Field(catalogue.PopularityRank[i]);
            csv.EndLine();
        }
        csv.Publish();
        return path;
    }
}

using Winnow.Data;
using Winnow.Serving;

namespace Winnow.Console.Tests.Sample;

/// <summary>Forty users, each with a taste for one genre, and two to be careful with.</summary>
internal static class SampleUsers
{
    /// <summary>Its answers are degraded: see <see cref="SampleFunnel"/>.</summary>
    public const string Slow = "u-slow";

    /// <summary>An id that a page might take for markup or an address.</summary>
    public const string Odd = "x <b>&amp;\"'/?#% ü";

    private static readonly string[] s_occupations = ["librarian", "engineer", "student", "artist", "nurse"];
    private static readonly DateTimeOffset s_first = new(2026, 1, 5, 20, 0, 0, TimeSpan.Zero);

    public static IEnumerable<KeyValuePair<string, StoredUser>> All(SampleCatalogue items)
    {
        Random random = new(815);
        for (int user = 0; user < 40; user++)
        {
            StoredUser stored = User(items, random, user);
            yield return new($"u-{user:d4}", stored);
            if (user == 7) yield return new(Slow, stored);
        }
        yield return new(Odd, new StoredUser(FeatureValues.Empty, [new HistoryEntry(items.Ids[0], s_first)]));
    }

    private static StoredUser User(SampleCatalogue items, Random random, int user)
    {
        string genre = SampleCatalogue.Genres[user % SampleCatalogue.Genres.Length];
        int[] liked = [.. Enumerable.Range(0, SampleCatalogue.Count).Where(i => items.Features(i)["genres"].Texts[0] == genre).OrderBy(_ => random.Next()).Take(5 + user)];
        FeatureValues features = new(
        [
            new("age", FeatureValue.Number(18 + random.Next(50))),
            new("occupation", FeatureValue.Text(s_occupations[user % s_occupations.Length])),
        ]);
        return new StoredUser(features, [.. liked.Select((item, i) => new HistoryEntry(items.Ids[item], s_first.AddHours(31 * i)))]);
    }
}

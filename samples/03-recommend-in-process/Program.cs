// How do I get recommendations inside my own program, without a server? Opens a release and asks its funnel for a page, with reasons.
// Run:  ./winnow quickstart          (once; it packs a release, and may be stopped when it serves)
//       dotnet run -c Release --project samples/03-recommend-in-process -- runs/quickstart/releases/NAME [USER]
using Winnow.Serving;

if (args.Length == 0)
{
    Console.Error.WriteLine("Name a release directory, such as `./winnow quickstart` or `./winnow pack FUNNEL` writes.");
    return 1;
}
using Release release = Release.Load(args[0]);
release.WarmUp();
PackedUser user = release.Users().First(u => args.Length < 2 || u.User == args[1]);
FunnelAnswer answer = release.Funnel.Recommend(new FunnelRequest { User = user.User, Explain = true }, new UserState(user.Features, user.History));

Console.WriteLine($"{answer.Release}: user {user.User} took {user.History.Count} items");
foreach (StageReport stage in answer.Stages)
    Console.WriteLine($"  {stage.Stage,-8} {stage.Entered,6} → {stage.Left,-4} {stage.Time.TotalMilliseconds,6:0.00} ms {stage.Degradation}");
foreach (RecommendedItem item in answer.Items)
{
    string sources = string.Join(", ", item.Explanation!.Sources.Select(s => $"{s.Source} {s.Place}"));
    FeatureTerm? most = item.Explanation.Score is { Terms: [FeatureTerm first, ..] } ? first : null;
    Console.WriteLine($"{item.Item,8}  {item.Score,7:0.000}  found by {sources}; most of the score: {most?.Feature} {most?.Amount:+0.00;-0.00}");
}
return 0;

using System.Globalization;
using System.Text;
using Winnow.Numerics;
using Winnow.Training.Recipes;

namespace Winnow.Training.Tests.Laboratory;

/// <summary>A small log with structure: users of two tastes, so that collaborative models beat popularity, which beats chance.</summary>
internal sealed class LaboratoryGround : IDisposable
{
    public const int Users = 120, Items = 60;

    private readonly TemporaryDirectory _folder = new();

    public LaboratoryGround() => File.WriteAllText(Log, Text());

    public string Log => _folder["log.csv"];

    public string this[string name] => _folder[name];

    public void Dispose() => _folder.Dispose();

    /// <summary>A recipe on the log, its model given as YAML.</summary>
    public RecommenderRecipe Recipe(string model, params string[] overrides) => RecommenderRecipe.Parse(Yaml(model), "recipe.yaml", overrides);

    public string Yaml(string model) => $"description: small\ndata: {{ files: ['{Log}'], time: time }}\nmodel: {model}\nsearch: {{ metric: ndcg@10, cases: 6, random: 3 }}\nthreads: 2\n";

    private static string Text()
    {
        RandomStream random = new(5, "laboratory");
        StringBuilder text = new("user,item,time\n");
        for (int user = 0; user < Users; user++)
        {
            SortedSet<int> taken = [];
            for (ulong draw = 0; taken.Count < 12; draw++)
            {
                ulong at = (ulong)user * 1000 + 4 * draw;
                int half = random.Uniform(at) < 0.85 ? user % 2 : 1 - user % 2;
                float u = random.Uniform(at + 1);
                taken.Add(half * (Items / 2) + (int)(u * u * (Items / 2)));
            }
            foreach (int item in taken) text.Append(CultureInfo.InvariantCulture, $"u{user},i{item},{random.Below((ulong)(user * 100 + item), 100_000)}\n");
        }
        return text.ToString();
    }
}

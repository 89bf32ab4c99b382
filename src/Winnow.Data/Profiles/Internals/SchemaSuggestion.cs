namespace Winnow.Data;

/// <summary>Guesses from a profile what each column is.</summary>
internal static class SchemaSuggestion
{
    private const int FewValues = 64, ManyValues = 1_000, TooManyForVocabulary = 5_000_000;

    private static readonly string[] s_labels = ["label", "click", "clicked", "isclick", "target", "y", "class", "converted", "conversion", "purchase", "purchased", "income", "outcome", "response"];
    private static readonly string[] s_times = ["time", "timestamp", "ts", "date", "datetime", "hour", "eventtime", "eventtimestamp", "unixtime"];
    private static readonly string[] s_weights = ["weight", "sampleweight", "instanceweight"];
    private static readonly string[] s_users = ["user", "userid", "uid", "visitor", "visitorid", "customer", "customerid", "member", "memberid"];

    /// <summary>The column that is most likely the label, or −1: by its name, else the first one if it holds two numbers.</summary>
    public static int FindLabel(IReadOnlyList<ColumnProfile> columns)
    {
        foreach (string name in s_labels)
            foreach ((int i, ColumnProfile column) in columns.Index())
                if (Plain(column.Name) == name && column.Distinct > 1) return i;
        return columns.Count > 0 && columns[0] is { Type: ColumnType.Integer, Distinct: 2, MissingShare: 0, Minimum: 0 or -1, Maximum: 1 } ? 0 : -1;
    }

    public static FeatureSchema Of(FileFormat format, IReadOnlyList<ColumnProfile> profiles, int label)
    {
        List<Column> columns = [];
        bool timed = false, weighted = false;
        foreach ((int i, ColumnProfile profile) in profiles.Index())
        {
            Column column = i == label ? Label(profile) : Feature(profile, format, ref timed, ref weighted);
            columns.Add(column);
        }
        string? user = columns.FirstOrDefault(c => c.Kind == ColumnKind.Id && s_users.Contains(Plain(c.Name)))?.Name;
        return new FeatureSchema(columns, format, user);
    }

    private static Column Label(ColumnProfile p)
    {
        Column column = new(p.Name, ColumnKind.Label);
        bool binary = p.Type == ColumnType.Boolean || (p.Distinct == 2 && p is { Minimum: 0 or -1, Maximum: 1 } and { Type: ColumnType.Integer or ColumnType.Decimal });
        if (binary) return column;
        return p.Type is ColumnType.Integer or ColumnType.Decimal
            ? column with { Target = LabelTarget.Value }
            : column with { Positive = p.Examples.Count > 0 ? p.Examples[^1] : "1" };
    }

    private static Column Feature(ColumnProfile p, FileFormat format, ref bool timed, ref bool weighted)
    {
        string plain = Plain(p.Name);
        bool isTime = p.Type == ColumnType.Date || (p.Type == ColumnType.Integer && s_times.Contains(plain));
        bool isWeight = s_weights.Contains(plain) && p is { Type: ColumnType.Integer or ColumnType.Decimal, Minimum: >= 0, MissingShare: 0 };
        if (isTime && !timed && p.MissingShare == 0)
        {
            timed = true;
            return new Column(p.Name, ColumnKind.Time);
        }
        if (isWeight && !weighted)
        {
            weighted = true;
            return new Column(p.Name, ColumnKind.Weight);
        }
        if (p.Type == ColumnType.Empty || isTime || p.Suspicions.Any(Excludes)) return new Column(p.Name, ColumnKind.Ignore);
        return p.Type is ColumnType.Integer or ColumnType.Decimal && !IsId(p, plain) ? Number(p) : Id(p, format);
    }

    private static bool Excludes(Suspicion suspicion) =>
        suspicion is Suspicion.Constant or Suspicion.UniquePerRow or Suspicion.CopyOfLabel or Suspicion.TellsLabel;

    private static bool IsId(ColumnProfile p, string plain) =>
        p.Type == ColumnType.Integer && (plain.EndsWith("id", StringComparison.Ordinal) || plain.EndsWith("code", StringComparison.Ordinal)
            || s_users.Contains(plain) || plain is "item" or "zip" || p is { Distinct: <= FewValues, IsDistinctExact: true });

    private static Column Number(ColumnProfile p)
    {
        bool skewed = p.Minimum >= -1 && p.Maximum > 20 * Math.Abs(p.Mean);
        return new Column(p.Name, ColumnKind.Dense) { Transform = skewed ? NumberTransform.Log : NumberTransform.Standardize };
    }

    private static Column Id(ColumnProfile p, FileFormat format)
    {
        bool list = p.Type == ColumnType.List;
        Column column = new(p.Name, list ? ColumnKind.IdList : ColumnKind.Id)
        {
            Encoding = p.Distinct > TooManyForVocabulary ? IdEncoding.Hash : IdEncoding.Vocabulary,
            MinCount = p.Distinct is > ManyValues and <= TooManyForVocabulary ? 2 : 1,
            Missing = p.MissingShare > 0 ? MissingRule.Own : MissingRule.Default,
        };
        if (!list) return column;
        bool weighted = format.Kind is FileKind.LibSvm or FileKind.LibFfm;
        return column with { Separator = p.Separator ?? '|', Weighted = weighted, Pooling = weighted ? Pooling.Sum : Pooling.Mean };
    }

    private static string Plain(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}

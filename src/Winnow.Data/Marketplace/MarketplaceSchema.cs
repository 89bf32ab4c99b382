namespace Winnow.Data.Marketplace;

/// <summary>The columns of the log and what each is to a model.</summary>
public static class MarketplaceSchema
{
    /// <summary>The label.</summary>
    public const string Click = "click";

    /// <summary>The column that holds the true click probability. It is ignored by the schema, so no model can see it.</summary>
    public const string TrueClickProbability = "true_click_probability";

    /// <summary>Header of the log files.</summary>
    internal const string LogHeader =
        "time,session,user,segment,age,region,device,hour,weekday,item,category,seller,price,relative_price,item_age_days,"
        + "position,recent_items,recent_categories,click,purchase,purchase_delay,true_click_probability,true_purchase_probability";

    /// <summary>Header of the file of users.</summary>
    internal const string UserHeader =
        "user,segment,age,region,usual_device,true_activity,true_inclination,true_price_sensitivity";

    /// <summary>Header of the file of items.</summary>
    internal const string ItemHeader = "item,category,seller,price,arrival_day,true_quality,true_popularity_rank";

    /// <summary>The schema of the log.</summary>
    /// <param name="options">The length of the history is taken from here.</param>
    /// <returns>The schema that schema.yaml holds.</returns>
    public static FeatureSchema Create(MarketplaceOptions options) => FeatureSchema.FromYaml(Yaml(options));

    /// <summary>The schema in YAML, with a word on each column.</summary>
    /// <param name="options">The length of the history is taken from here.</param>
    /// <returns>Text that <see cref="FeatureSchema.FromYaml(string, string)"/> reads.</returns>
    public static string Yaml(MarketplaceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string history = options.HistoryLength == 0
            ? """
                - { name: recent_items, kind: ignore }
                - { name: recent_categories, kind: ignore }
              """
            : $$"""
                # clicked before this page
                - { name: recent_items, kind: sequence, table: item, separator: "|", maxLength: {{options.HistoryLength}} }
                - { name: recent_categories, kind: sequence, table: category, separator: "|", maxLength: {{options.HistoryLength}} }
              """;
        return $$"""
            # A simulated marketplace: one row an item shown. The model behind it: docs/guide/marketplace.md.
            format: { kind: csv, header: true }
            group: user                                # GAUC is the mean over users
            columns:
              - { name: time, kind: time }             # seconds since 1970, UTC
              - { name: session, kind: ignore }
              # who
              - { name: user, kind: id }
              - { name: segment, kind: id }
              - { name: age, kind: id }
              - { name: region, kind: id }             # means nothing, as some columns do
              # when and where
              - { name: device, kind: id }
              - { name: hour, kind: id }
              - { name: weekday, kind: id }
              # what
              - { name: item, kind: id }
              - { name: category, kind: id }
              - { name: seller, kind: id }
              - { name: price, kind: dense, transform: log }
              - { name: relative_price, kind: dense, transform: quantileBuckets, buckets: 16 }
              - { name: item_age_days, kind: dense, transform: quantileBuckets, buckets: 16 }
              - { name: position, kind: id }           # 1 is the top of the page
            {{history}}
              # what came of it
              - { name: click, kind: label }
              - { name: purchase, kind: ignore }       # 1 if the purchase came before the log ends
              - { name: purchase_delay, kind: ignore } # seconds after the click, empty if there was none
              # what nobody can know: for judging only
              - { name: true_click_probability, kind: ignore }
              - { name: true_purchase_probability, kind: ignore }

            """;
    }
}

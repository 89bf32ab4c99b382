namespace Winnow.Models;

/// <summary>The settings of a collaborative model; they know which model they belong to.</summary>
public abstract record RecommenderOptions
{
    /// <summary>Makes the model, not yet fitted.</summary>
    /// <exception cref="ArgumentException">A setting is out of range; the message lists every fault.</exception>
    public ITopNRecommender Create()
    {
        Validate();
        return Build();
    }

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentException">A setting is out of range; the message lists every fault.</exception>
    public void Validate()
    {
        string[] faults = [.. Faults()];
        if (faults.Length > 0) throw new ArgumentException($"{GetType().Name}: {string.Join("; ", faults)}.");
    }

    /// <summary>Makes the model from settings that were checked.</summary>
    protected abstract ITopNRecommender Build();

    /// <summary>What is out of range: the setting, its value, the range.</summary>
    protected virtual IEnumerable<string> Faults() => [];
}

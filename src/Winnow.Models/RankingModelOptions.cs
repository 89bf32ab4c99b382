namespace Winnow.Models;

/// <summary>The settings of a ranking model; they know which model they belong to.</summary>
public abstract record RankingModelOptions
{
    /// <summary>Makes the model.</summary>
    /// <param name="make">A fresh factory; the model takes it over.</param>
    /// <exception cref="ArgumentException">A setting is out of range; the message lists every fault. The factory is disposed.</exception>
    public RankingModel Create(ParameterFactory make)
    {
        ArgumentNullException.ThrowIfNull(make);
        try
        {
            Validate();
            return Build(make);
        }
        catch
        {
            make.Dispose();
            throw;
        }
    }

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentException">A setting is out of range; the message lists every fault.</exception>
    public void Validate()
    {
        string[] faults = [.. Faults()];
        if (faults.Length > 0) throw new ArgumentException($"{GetType().Name}: {string.Join("; ", faults)}.");
    }

    /// <summary>Makes the model from settings that were checked.</summary>
    protected abstract RankingModel Build(ParameterFactory make);

    /// <summary>What is out of range: the setting, its value, the range.</summary>
    protected virtual IEnumerable<string> Faults() => [];

    /// <summary>The fault of a whole number below its least value, if it is one.</summary>
    protected static IEnumerable<string> AtLeast(int least, int value, string name) =>
        value >= least ? [] : [$"{name} is {value}, it must be at least {least}"];
}

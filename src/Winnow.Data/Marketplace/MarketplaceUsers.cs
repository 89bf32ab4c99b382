using Winnow.Data.Marketplace.Internals;
using Winnow.Numerics;

namespace Winnow.Data.Marketplace;

/// <summary>Users with their hidden tastes, and the segments they belong to. Indexes start at 0.</summary>
public sealed class MarketplaceUsers
{
    /// <summary>Number of age bands.</summary>
    public const int AgeBands = 6;

    /// <summary>Number of regions. They mean nothing: a column without signal, as real logs have.</summary>
    public const int Regions = 12;

    private const float SegmentShareOfTaste = 0.85f;         // cosine between a user and the segment's centre
    private const float ActivitySpread = 1.0f;              // deviation of ln(activity)
    private const float InclinationSpread = 0.4f;           // deviation of the user's own intercept, in logits
    private const float SensitivitySpread = 0.4f;           // deviation of ln(price sensitivity) within a segment

    private readonly MarketplaceOptions _options;
    private readonly float[] _tastes, _turned, _activity, _inclination, _sensitivity;
    private readonly byte[] _segment, _age, _region, _device;

    internal MarketplaceUsers(MarketplaceOptions options, RandomStream stream)
    {
        _options = options;
        int users = options.Users, dimensions = options.TasteDimensions;
        (_tastes, _turned) = (new float[users * dimensions], new float[users * dimensions]);
        (_activity, _inclination, _sensitivity) = (new float[users], new float[users], new float[users]);
        (_segment, _age, _region, _device) = (new byte[users], new byte[users], new byte[users], new byte[users]);
        Draw(stream);
    }

    /// <summary>Segment of a user.</summary>
    public int Segment(int user) => _segment[user];

    /// <summary>Age band of a user, in [0, <see cref="AgeBands"/>).</summary>
    public int Age(int user) => _age[user];

    /// <summary>Region of a user, in [0, <see cref="Regions"/>).</summary>
    public int Region(int user) => _region[user];

    /// <summary>The device in the user's hand in four sessions of five.</summary>
    public Device UsualDevice(int user) => (Device)_device[user];

    /// <summary>How often the user comes, relative to others; log-normal.</summary>
    public float Activity(int user) => _activity[user];

    /// <summary>The user's own intercept in logits: some click on everything.</summary>
    public float Inclination(int user) => _inclination[user];

    /// <summary>Logits lost to each deviation of price; positive, log-normal around
    /// <see cref="MarketplaceOptions.PriceStrength"/>.</summary>
    public float PriceSensitivity(int user) => _sensitivity[user];

    /// <summary>The user's taste on a day, length 1 or nearly so: t(d) = cos(ωd)·a + sin(ωd)·b, where a is the taste on day 0,
    /// b another direction, and ω the drift.</summary>
    /// <param name="user">The user.</param>
    /// <param name="day">Day of the log.</param>
    /// <param name="taste">Filled, shape [taste dimensions].</param>
    public void Taste(int user, int day, Span<float> taste)
    {
        (float sin, float cos) = MathF.SinCos((float)(_options.TasteDrift * day));
        int first = user * _options.TasteDimensions;
        for (int k = 0; k < taste.Length; k++) taste[k] = cos * _tastes[first + k] + sin * _turned[first + k];
    }

    private void Draw(RandomStream stream)
    {
        int dimensions = _options.TasteDimensions, segments = _options.Segments;
        float[] centres = Centres(stream.Fork("centres")), turnedCentres = Centres(stream.Fork("turned centres"));
        RandomStream uniforms = stream.Fork("uniforms"), normals = stream.Fork("normals"), ofSegment = stream.Fork("segments");
        RandomStream tastes = stream.Fork("tastes"), turned = stream.Fork("turned");
        for (int u = 0; u < _segment.Length; u++)
        {
            ulong n = (ulong)u;
            int segment = (int)(segments * uniforms.Uniform(4 * n));
            _segment[u] = (byte)segment;
            DrawTaste(_tastes, u, centres, segment, tastes);
            DrawTaste(_turned, u, turnedCentres, segment, turned);
            float age = AgeBands * ofSegment.Fork("age").Uniform((ulong)segment) + 1.2f * normals.Normal(4 * n);
            _age[u] = (byte)Math.Clamp((int)MathF.Floor(age), 0, AgeBands - 1);
            _region[u] = (byte)(Regions * uniforms.Uniform(4 * n + 1));
            float phoneShare = 0.3f + 0.6f * ofSegment.Fork("phone").Uniform((ulong)segment);
            float device = uniforms.Uniform(4 * n + 2);
            _device[u] = (byte)(device < phoneShare ? Device.Phone : device < phoneShare + 0.1f ? Device.Tablet : Device.Desk);
            _activity[u] = MathF.Exp(ActivitySpread * normals.Normal(4 * n + 1));
            _inclination[u] = InclinationSpread * normals.Normal(4 * n + 2);
            float level = 0.5f * ofSegment.Fork("price").Normal((ulong)segment) + SensitivitySpread * normals.Normal(4 * n + 3);
            _sensitivity[u] = (float)_options.PriceStrength * MathF.Exp(level);
        }

        float[] Centres(RandomStream centre)
        {
            float[] all = new float[segments * dimensions];
            for (int s = 0; s < segments; s++)
                Direction.Fill(all.AsSpan(s * dimensions, dimensions), centre, (ulong)(s * dimensions));
            return all;
        }
    }

    private void DrawTaste(float[] tastes, int user, float[] centres, int segment, RandomStream stream)
    {
        int dimensions = _options.TasteDimensions;
        Span<float> taste = tastes.AsSpan(user * dimensions, dimensions);
        Direction.Fill(taste, stream, (ulong)user * (ulong)dimensions);
        Direction.Pull(taste, centres.AsSpan(segment * dimensions, dimensions), SegmentShareOfTaste);
    }
}
